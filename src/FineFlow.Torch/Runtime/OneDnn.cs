using FineFlow.Core;
using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// oneDNN, the library by which libtorch convolves on a CPU. It orders memory by the sizes of the processor's caches. Some virtual machines
/// hide them (on AMD, CPUID leaf 0x8000001D is zero). There oneDNN 3.7.1 takes the first-level cache to have one byte and leaves parts
/// of padded weights undefined: convolutions and their gradients come out wrong, without a word. This class tries small ones before the
/// first use, and turns oneDNN off where they are wrong. libtorch then convolves by matrix products, which takes longer.
/// </summary>
internal static class OneDnn
{
    /// <summary>Relative to the largest value. Rounding gives 1e-7, a machine with the fault 0.1 and more.</summary>
    private const double Tolerance = 1e-4;

    private static readonly Lazy<bool> _isOn = new(Decide);

    /// <summary>Whether libtorch convolves by oneDNN on this machine. The first call decides.</summary>
    /// <exception cref="BadInputException">Convolutions are wrong, and not for oneDNN alone, or it cannot be turned off.</exception>
    public static bool IsOn => _isOn.Value;

    /// <summary>Returns whether a processor multiplies bfloat16 in hardware; only oneDNN makes use of that.</summary>
    public static bool MultipliesBf16(InstructionSets sets) => sets.MultipliesBf16 && IsOn;

    /// <summary>Turns oneDNN off where it is wrong.</summary>
    /// <exception cref="BadInputException">Convolutions are wrong, and not for oneDNN alone, or it cannot be turned off.</exception>
    public static void Check() => _ = IsOn;

    /// <summary>Returns whether small convolutions of channels that fill no vector, and their gradients, are those in 64 bits.</summary>
    internal static bool ConvolvesRightly() => Agrees(inputs: 1, outputs: 1) && Agrees(inputs: 17, outputs: 16);

    /// <summary>Returns the largest difference of a convolution and its gradients to 64 bits, relative to the largest value.</summary>
    internal static double Error(long[] maps, long[] filters)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var input = Numbers(maps);
        var weight = Numbers(filters);
        return Convolve(ScalarType.Float32).Zip(Convolve(ScalarType.Float64), Difference).Max();

        Tensor[] Convolve(ScalarType type)
        {
            // 64-bit convolutions do not go through oneDNN.
            var (x, w) = (input.to(type, copy: true).requires_grad_(true), weight.to(type, copy: true).requires_grad_(true));
            var output = nn.functional.conv2d(x, w, padding: [filters[2] / 2, filters[3] / 2]);
            output.square().sum().backward();
            return [output, x.grad!, w.grad!];
        }

        static double Difference(Tensor got, Tensor exact)
        {
            var error = (got.to(ScalarType.Float64) - exact).abs().max().item<double>() / exact.abs().max().item<double>();
            return double.IsNaN(error) ? double.PositiveInfinity : error;
        }
    }

    private static bool Agrees(int inputs, int outputs) => Error([4, inputs, 4, 8], [outputs, inputs, 3, 3]) <= Tolerance;

    /// <summary>Numbers between -1 and 1 without a pattern, and without a generator, whose state belongs to others.</summary>
    private static Tensor Numbers(long[] shape) =>
        arange(shape.Aggregate((a, b) => a * b), ScalarType.Float64).square().sin().reshape(shape);

    private static bool Decide()
    {
        if (!LibtorchContext.IsReached)
        {
            return ConvolvesRightly() ? true : throw Refusal("with oneDNN, which cannot be turned off here");
        }

        LibtorchContext.Nnpack = false; // the next in line; where it does not run it prints a warning
        if (ConvolvesRightly())
        {
            LibtorchContext.Nnpack = true;
            return true;
        }

        LibtorchContext.OneDnn = false;
        return ConvolvesRightly() ? false : throw Refusal("with oneDNN and without");
    }

    private static BadInputException Refusal(string how) => new("libtorch", $"convolves wrongly on this machine, {how}");
}
