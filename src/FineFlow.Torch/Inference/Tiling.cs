using FineFlow.Core;

namespace FineFlow.Torch.Inference;

/// <summary>How a large map is cut: tiles of one size, each sharing cells with its neighbours.</summary>
/// <param name="Rows">Coarse rows of a tile.</param>
/// <param name="Columns">Coarse columns of a tile.</param>
/// <param name="Overlap">
/// Coarse cells that neighbours share along an axis. In the outer quarter a tile counts for nothing (it cannot see beyond its edge), in the
/// inner quarter for all, and between them its weight rises: a network that sees no further than Overlap / 4 cells gives the values of
/// the whole map.
/// </param>
public sealed record Tiling(int Rows, int Columns, int Overlap)
{
    /// <summary>Refuses tiles that leave no cells of their own.</summary>
    /// <exception cref="BadInputException">Names what is expected.</exception>
    public void Check()
    {
        var shorter = Math.Min(Rows, Columns);
        if (shorter < 1)
        {
            throw new BadInputException("tiles", $"of {Rows} x {Columns} cells; expected at least 1 x 1") { Setting = nameof(Tiling) };
        }

        if (Overlap < 0 || Overlap > shorter / 2)
        {
            throw new BadInputException("tiles", $"share {Overlap} cells; expected 0 to {shorter / 2}, half of their shorter side") { Setting = nameof(Overlap) };
        }
    }

    /// <summary>Where tiles of an axis begin; the last one ends with the map.</summary>
    internal static int[] Starts(int length, int tile, int overlap)
    {
        if (tile >= length)
        {
            return [0];
        }

        var count = 1 + (length - tile + tile - overlap - 1) / (tile - overlap);
        return [.. Enumerable.Range(0, count).Select(index => Math.Min(index * (tile - overlap), length - tile))];
    }

    /// <summary>The weights of a tile's cells along an axis; those of a cell's tiles are not yet made to add up to 1.</summary>
    /// <param name="start">Where the tile begins.</param>
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
