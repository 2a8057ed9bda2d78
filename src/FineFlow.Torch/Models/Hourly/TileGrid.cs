using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>Cuts a map into rectangular tiles and joins them again. Tile k = row * <paramref name="Across"/> + column.</summary>
/// <param name="Down">Tiles along the rows.</param>
/// <param name="Across">Tiles along the columns.</param>
internal sealed record TileGrid(int Down, int Across)
{
    /// <summary>Number of tiles.</summary>
    public int Count => Down * Across;

    /// <summary>Cuts maps [B, C, Down*h, Across*w] into tiles [B, tiles, C, h, w].</summary>
    public Tensor Cut(Tensor map)
    {
        var (batch, channels, rows, columns) = (map.shape[0], map.shape[1], map.shape[2] / Down, map.shape[3] / Across);
        return map.reshape(batch, channels, Down, rows, Across, columns)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, Count, channels, rows, columns);
    }

    /// <summary>Joins tiles whose channels are concatenated, [B, tiles*C, h, w], to maps [B, C, Down*h, Across*w].</summary>
    public Tensor Join(Tensor tiles)
    {
        var (batch, channels, rows, columns) = (tiles.shape[0], tiles.shape[1] / Count, tiles.shape[2], tiles.shape[3]);
        return tiles.reshape(batch, Down, Across, channels, rows, columns)
            .permute(0, 3, 1, 4, 2, 5)
            .reshape(batch, channels, Down * rows, Across * columns);
    }
}
