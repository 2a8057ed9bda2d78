using FineFlow.Torch.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Measures the machine's fastest arithmetic, with the same libtorch and number of threads as the models.</summary>
internal sealed class CeilingMeter(CeilingShapes shapes, TimeSpan time, Device device)
{
    /// <summary>Work of a training step in forward passes: one, and the gradients of inputs and of weights.</summary>
    public const int StepForwards = 3;

    private const int Rounds = 2;
    private const int Kernel = 3;

    /// <summary>Measures matrix products and 3x3 convolutions. Includes bfloat16 where the GPU or the processor multiplies it.</summary>
    public CeilingMeasurement Measure(InstructionSets sets)
    {
        var types = new List<ComputePrecision> { ComputePrecision.Fp32 };
        if (OneDnn.MultipliesBf16(sets) || device.type == DeviceType.CUDA)
        {
            types.Add(ComputePrecision.Bf16);
        }

        return new([.. types.SelectMany(Measure)]);
    }

    private IEnumerable<KernelSpeed> Measure(ComputePrecision type)
    {
        foreach (var size in shapes.MatrixSizes)
        {
            yield return Matrices(size, type);
        }

        foreach (var channelsLast in new[] { false, true })
        {
            yield return Convolution(type, channelsLast, backward: false);
            yield return Convolution(type, channelsLast, backward: true);
        }
    }

    private KernelSpeed Matrices(int size, ComputePrecision type)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (left, right) = (Random(type, size, size), Random(type, size, size));
        return Time(Invariant($"gemm {size}"), type, 2.0 * size * size * size, () => left.matmul(right));
    }

    private KernelSpeed Convolution(ComputePrecision type, bool channelsLast, bool backward)
    {
        using var scope = NewDisposeScope();
        var input = Order(Random(type, shapes.Batch, shapes.Channels, shapes.Side, shapes.Side), channelsLast);
        var weight = Order(Random(type, shapes.Channels, shapes.Channels, Kernel, Kernel), channelsLast);
        var slope = ones_like(input); // the output has the input's shape
        input.requires_grad = weight.requires_grad = backward;
        var name = Invariant($"conv {Kernel}x{Kernel} {(channelsLast ? "nhwc" : "nchw")} forward{(backward ? "+backward" : "")}");
        var work = 2.0 * input.numel() * shapes.Channels * Kernel * Kernel * (backward ? StepForwards : 1);
        return Time(name, type, work, () =>
        {
            var output = nn.functional.conv2d(input, weight, padding: [Kernel / 2, Kernel / 2]);
            if (backward)
            {
                autograd.grad([output], [input, weight], [slope]);
            }
        });
    }

    private KernelSpeed Time(string name, ComputePrecision type, double operations, Action work)
    {
        var times = new RoundTimes(() =>
        {
            using var scope = NewDisposeScope();
            work();
            Devices.Finish(device);
        });
        times.Turn(time, Rounds);
        return new(name, type, times.Seconds.Count, Quantiles.From(times.Seconds.Select(seconds => operations / seconds / 1e9)));
    }

    private Tensor Random(ComputePrecision type, params ReadOnlySpan<long> shape) =>
        rand(shape).to(device).to(type == ComputePrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32);

    /// <summary>Returns the same maps with the channels first or last in memory.</summary>
    private static Tensor Order(Tensor tensor, bool channelsLast) =>
        channelsLast ? tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : tensor;
}
