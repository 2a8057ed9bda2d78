using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// A 3x3 convolution of equal size with very few outputs, such as one density from many features: [B, C, H, W] to [B, O, H, W]. Sums are in
/// 32-bit floats, also where maps and weights are shorter.
/// </summary>
/// <remarks>
/// Processors are slow at it, since libtorch divides the work by outputs. There a 1x1 convolution to 9 O channels multiplies every cell
/// with all nine taps, and each output then sums its neighbours' products: the same products in another order.
/// </remarks>
internal static class FewOutputs
{
    private const int Kernel = 3, Taps = Kernel * Kernel;
    private static readonly long[] Padding = [Kernel / 2, Kernel / 2];

    /// <summary>Runs the operation.</summary>
    /// <param name="input">Maps [B, C, H, W].</param>
    /// <param name="weight">Filters [O, C, 3, 3].</param>
    /// <param name="bias">Biases [O].</param>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(GpuForms.Suit(input)
            ? nn.functional.conv2d(Summed(input), Summed(weight), Summed(bias), padding: Padding)
            : ByTaps(input, weight, bias));
    }

    private static Tensor ByTaps(Tensor input, Tensor weight, Tensor bias)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var taps = weight.reshape(outputs, inputs, Taps).transpose(1, 2).reshape(outputs * Taps, inputs, 1, 1);
        var products = Summed(nn.functional.conv2d(input, taps)); // [B, O * 9, H, W]
        var neighbours = eye(Taps, dtype: products.dtype, device: products.device)
            .reshape(1, Taps, Kernel, Kernel)
            .expand(outputs, -1, -1, -1);
        return nn.functional.conv2d(products, neighbours, Summed(bias), padding: Padding, groups: outputs);
    }

    /// <summary>Returns numbers in the type in which they are added up.</summary>
    private static Tensor Summed(Tensor numbers) => numbers.dtype == ScalarType.Float64 ? numbers : numbers.to(ScalarType.Float32);
}
