using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// Group normalisation, scale and shift, and GELU: [B, C, H, W] to the same shape. <see cref="NormGelu"/> computes maps in NHWC layout
/// where the processor supports it, libtorch all others.
/// </summary>
/// <remarks>
/// On a processor libtorch 2.10 takes the variance of NHWC maps as E[x^2] - E[x]^2, which loses all digits where the mean is large beside
/// the deviation. Therefore a mean is subtracted first, on which neither the result nor any gradient depends. A mean over every eighth row
/// suffices: it differs from the whole mean by less than three deviations. On a GPU libtorch updates mean and variance together (Welford).
/// </remarks>
internal static class NormAndGelu
{
    private const int RowStep = 8;

    /// <summary>Runs the operation.</summary>
    /// <param name="input">Maps [B, C, H, W].</param>
    /// <param name="weight">Scales [C].</param>
    /// <param name="bias">Shifts [C].</param>
    /// <param name="groups">Groups of channels, a divisor of C.</param>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias, int groups)
    {
        using var scope = NewDisposeScope();
        var usesKernel = NativeKernels.IsOn && NormGelu.Admits(input.shape[1]) && NhwcView.Fits(input);
        return scope.MoveToOuter(usesKernel
            ? ApplyKernel(input, weight, bias, new PixelShuffleLayout(1, groups))
            : nn.functional.gelu(nn.functional.group_norm(Centred(input, groups), groups, weight, bias)));
    }

    /// <summary>
    /// Runs the operation by the kernel, and PixelShuffle where the layout has sub-cells: [B, r r C, H, W] to [B, C, r H, r W].
    /// </summary>
    internal static Tensor ApplyKernel(Tensor input, Tensor weight, Tensor bias, PixelShuffleLayout layout)
    {
        var (scale, shift) = (PixelShuffleLayout.Order(weight, layout.Count), PixelShuffleLayout.Order(bias, layout.Count));
        if (is_grad_enabled() && (input.requires_grad || weight.requires_grad))
        {
            return NormGeluFunction.apply(input, scale, shift, layout);
        }

        var output = NormGeluFunction.Empty(input, layout);
        NormGeluFunction.Write(input, scale, shift, layout, output).Dispose();
        return output;
    }

    private static Tensor Centred(Tensor input, int groups) => GpuForms.Suit(input) ? input : input - Mean(input, groups);

    /// <summary>Returns the approximate mean of each channel's group, [B, C, 1, 1].</summary>
    private static Tensor Mean(Tensor input, int groups)
    {
        using var constant = no_grad();
        var (batch, channels) = (input.shape[0], input.shape[1]);
        var rows = ChannelsLast.View(input).slice(1, 0, input.shape[2], RowStep);
        var means = rows.mean([1, 2]).reshape(batch, groups, channels / groups).mean([-1], keepdim: true);
        return means.expand(-1, -1, channels / groups).reshape(batch, channels, 1, 1);
    }
}
