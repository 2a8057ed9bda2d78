using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// Convolution, group normalisation with GELU, and PixelShuffle by r: [B, I, H, W] to [B, C, r H, r W]. The kernels need two passes,
/// libtorch in three operations.
/// </summary>
internal static class SubPixelExpansion
{
    /// <summary>Runs the operation.</summary>
    /// <param name="convolution">The convolution to r r C channels, made for r r sub-cells.</param>
    /// <param name="input">Maps [B, I, H, W].</param>
    /// <param name="convolved">Filters [r r C, I, 3, 3] and biases [r r C] of the convolution.</param>
    /// <param name="norm">Scales and shifts [r r C] of the normalisation.</param>
    /// <param name="groups">Groups of the r r C channels.</param>
    /// <param name="factor">r.</param>
    public static Tensor Apply(
        SameConvolution convolution, Tensor input, (Tensor Weight, Tensor? Bias) convolved, (Tensor Weight, Tensor Bias) norm, int groups,
        int factor)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = convolved;
        if (convolution.UsesKernel(input) && NormGelu.Admits(weight.shape[0] / (factor * factor)))
        {
            var apart = convolution.ApplyKernel(input, weight, bias);
            return scope.MoveToOuter(NormAndGelu.ApplyKernel(apart, norm.Weight, norm.Bias, new PixelShuffleLayout(factor, groups)));
        }

        var together = convolution.Apply(input, weight, bias);
        return scope.MoveToOuter(nn.functional.pixel_shuffle(NormAndGelu.Apply(together, norm.Weight, norm.Bias, groups), factor));
    }
}
