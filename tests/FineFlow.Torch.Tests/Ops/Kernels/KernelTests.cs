using FineFlow.Torch.Ops;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops.Kernels;

/// <summary>What the tests of kernels share.</summary>
internal static class KernelTests
{
    /// <summary>Kernels need AVX2 at least; without it, layers leave everything to libtorch.</summary>
    public static void SkipWithoutKernels() => Assert.SkipUnless(NativeKernels.IsOn, "this processor has no AVX2 with FMA");

    /// <summary>Random maps; some of more channels, so that the cells lie farther apart than they are long.</summary>
    public static Tensor Maps(
        long batch, long channels, long height, long width, bool slice = false, ScalarType format = ScalarType.Float32) => slice
        ? ChannelsLast.Of(randn(batch, channels + 48, height, width).to(format)).narrow(1, 16, channels)
        : ChannelsLast.Of(randn(batch, channels, height, width).to(format));

    /// <summary>What a function of three tensors gives, and the gradients of those from that of the result.</summary>
    public static Tensor[] WithGradients(Tensor[] given, Tensor slope, Func<Tensor, Tensor, Tensor, Tensor> function)
    {
        Tensor[] arguments = [.. given.Select(tensor => tensor.detach().requires_grad_(true))];
        var output = function(arguments[0], arguments[1], arguments[2]);
        return [output.detach(), .. autograd.grad([output], arguments, [slope.to(output.dtype)])];
    }

    /// <summary>Does the work with so many threads.</summary>
    public static void OnThreads(int count, Action work)
    {
        var before = get_num_threads();
        set_num_threads(count);
        try
        {
            work();
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>The formats of maps, and how far they round a number, as a part of it.</summary>
    public static TheoryData<ScalarType, double> Formats => new() { { ScalarType.Float32, 0 }, { ScalarType.BFloat16, 1 / 256.0 } };

    /// <summary>The largest deviation beyond that of a format, in standard deviations of the exact values.</summary>
    public static double Deviation(Tensor values, Tensor exact, double rounding) =>
        (((values.to(ScalarType.Float64) - exact).abs() - exact.abs() * rounding).max() / exact.std(false)).item<double>();
}
