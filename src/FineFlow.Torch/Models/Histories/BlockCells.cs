using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>Fine maps with the n = N*N cells of each block side by side.</summary>
internal static class BlockCells
{
    /// <summary>Returns maps [B, C, N*H, N*W] as [B, C, n, H, W].</summary>
    public static Tensor Of(Tensor maps, int factor)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, rows, columns) = (maps.shape[0], maps.shape[1], maps.shape[2] / factor, maps.shape[3] / factor);
        return scope.MoveToOuter(
            nn.functional.pixel_unshuffle(maps, factor).reshape(batch, channels, factor * factor, rows, columns));
    }

    /// <summary>Returns cells [B, C, n, H, W] as maps [B, C, N*H, N*W].</summary>
    public static Tensor ToMaps(Tensor cells, int factor)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(nn.functional.pixel_shuffle(cells.flatten(1, 2), factor));
    }
}
