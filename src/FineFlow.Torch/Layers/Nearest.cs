using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Nearest-neighbour upscaling: every cell becomes a block of cells of its value.</summary>
internal static class Nearest
{
    /// <summary>Upscales maps [B, C, H, W] to [B, C, factor*H, factor*W].</summary>
    public static Tensor Enlarge(Tensor maps, int factor) =>
        factor == 1
            ? maps
            : nn.functional.interpolate(maps, [factor * maps.shape[2], factor * maps.shape[3]], mode: InterpolationMode.Nearest);
}
