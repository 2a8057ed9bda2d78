using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>
/// Bicubic upscaling: separable cubic convolution with a = -0.75 (Keys 1981), aligned cell centres, repeated edges, without antialiasing or
/// clipping. Near steep gradients it undershoots below 0. [B, C, H, W] to [B, C, factor*H, factor*W].
/// </summary>
internal static class Bicubic
{
    public static Tensor Enlarge(Tensor maps, int factor) =>
        nn.functional.interpolate(maps, scale_factor: [factor, factor], mode: InterpolationMode.Bicubic, align_corners: false);
}
