using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>
/// Bicubic enlargement: separable cubic convolution with a = -0.75 (Keys 1981), centres of the cells aligned, edges repeated, no
/// antialiasing, no clipping: next to steep gradients it undershoots below 0. [B, C, H, W] to [B, C, factor*H, factor*W].
/// </summary>
internal static class Bicubic
{
    public static Tensor Enlarge(Tensor maps, int factor) =>
        nn.functional.interpolate(maps, scale_factor: [factor, factor], mode: InterpolationMode.Bicubic, align_corners: false);
}
