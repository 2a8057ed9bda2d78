using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Enlargement by repetition: every cell becomes a block of cells of its own value.</summary>
internal static class Nearest
{
    /// <summary>Maps [B, C, H, W] to [B, C, factor*H, factor*W].</summary>
    public static Tensor Enlarge(Tensor maps, int factor) =>
        factor == 1
            ? maps
            : nn.functional.interpolate(maps, [factor * maps.shape[2], factor * maps.shape[3]], mode: InterpolationMode.Nearest);
}
