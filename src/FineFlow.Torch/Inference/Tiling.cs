using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>How a large map is cut into tiles: all of one size, each overlapping its neighbours.</summary>
/// <param name="Rows">Coarse rows of a tile.</param>
/// <param name="Columns">Coarse columns of a tile.</param>
/// <param name="Overlap">
/// Coarse cells that neighbours share along an axis. A tile has weight 0 in the outer quarter of the overlap, where it lacks context, and
/// weight 1 in the inner quarter; between them the weight rises linearly. A network with a receptive field of at most Overlap / 4 cells on
/// each side therefore gives the values of the whole map.
/// </param>
public sealed record Tiling(int Rows, int Columns, int Overlap)
{
    /// <summary>Validates size and overlap.</summary>
    /// <exception cref="BadInputException">A tile is empty, or the overlap is more than half of its shorter side.</exception>
    public void Check()
    {
        var shorter = Math.Min(Rows, Columns);
        if (shorter < 1)
        {
            throw new BadInputException("tiles", $"of {Rows} x {Columns} cells; expected at least 1 x 1") { Setting = nameof(Tiling) };
        }

        if (Overlap < 0 || Overlap > shorter / 2)
        {
            throw new BadInputException("tiles", $"share {Overlap} cells; expected 0 to {shorter / 2}, half of their shorter side")
            {
                Setting = nameof(Overlap),
            };
        }
    }

    /// <summary>Returns the first cells of the tiles along an axis; the last tile ends with the map.</summary>
    internal static int[] Starts(int length, int tile, int overlap)
    {
        if (tile >= length)
        {
            return [0];
        }

        var count = 1 + (length - tile + tile - overlap - 1) / (tile - overlap);
        return [.. Enumerable.Range(0, count).Select(index => Math.Min(index * (tile - overlap), length - tile))];
    }

    /// <summary>Returns the weights of a tile's cells along an axis, not normalised over the tiles of a cell.</summary>
    /// <param name="start">First cell of the tile.</param>
    /// <param name="tile">Its length.</param>
    /// <param name="length">The map's length.</param>
    /// <param name="overlap">Cells that neighbours share.</param>
    internal static float[] Weights(int start, int tile, int length, int overlap)
    {
        var before = start == 0 ? 0 : overlap;
        var after = start + tile >= length ? 0 : overlap;
        return [.. Enumerable.Range(0, tile).Select(cell => Math.Min(Ramp(cell, before), Ramp(tile - 1 - cell, after)))];
    }

    private static float Ramp(int distance, int overlap) =>
        overlap == 0 ? 1 : (float)Math.Clamp((distance + 0.5 - overlap / 4.0) / (overlap / 2.0), 0, 1);
}
