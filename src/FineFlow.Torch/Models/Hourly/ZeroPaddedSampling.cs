using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// Bilinear sampling at the centres of the fine cells, with 0 outside of the map (UNO's grid_sample). It attenuates the border, unlike the
/// usual resize, which repeats the outermost cells. [B, C, H, W] to [B, C, N*H, N*W].
/// </summary>
internal static class ZeroPaddedSampling
{
    public static Tensor To(Tensor map, int factor)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (map.shape[2] + 2, map.shape[3] + 2);
        var resized = nn.functional.interpolate(
            nn.functional.pad(map, [1, 1, 1, 1]),
            [factor * height, factor * width],
            mode: InterpolationMode.Bilinear,
            align_corners: false);
        return scope.MoveToOuter(resized[.., .., factor..^factor, factor..^factor]);
    }
}
