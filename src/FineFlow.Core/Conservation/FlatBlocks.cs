namespace FineFlow.Core.Conservation;

/// <summary>Coarse cells whose flow is split evenly: what a density that died (all zero in the block) leaves behind.</summary>
internal static class FlatBlocks
{
    /// <summary>
    /// Returns the share of the non-empty coarse cells in which all N x N fine cells are equal; 0 where all cells are empty.
    /// </summary>
    /// <param name="coarse">Coarse maps [n, C, H, W].</param>
    /// <param name="fine">Inferred fine maps [n, C, N*H, N*W].</param>
    /// <exception cref="ArgumentException">The fine maps do not refine the coarse ones.</exception>
    public static double Share(FlowMaps coarse, FlowMaps fine)
    {
        var (flat, filled) = Count(coarse, fine);
        return filled == 0 ? 0 : (double)flat / filled;
    }

    /// <summary>Returns the number of flat cells, and of all non-empty coarse cells.</summary>
    /// <inheritdoc cref="Share"/>
    public static (int Flat, int Filled) Count(FlowMaps coarse, FlowMaps fine)
    {
        var grid = BlockGrid.Of(coarse, fine);
        var (flat, filled) = (0, 0);
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            if (coarse.Values[block] > 0)
            {
                filled++;
                flat += IsFlat(grid, fine.Values, block) ? 1 : 0;
            }
        }

        return (flat, filled);
    }

    private static bool IsFlat(BlockGrid grid, float[] fine, int block)
    {
        var start = grid.Start(block);
        foreach (var offset in grid.Offsets)
        {
            if (fine[start + offset] != fine[start])
            {
                return false;
            }
        }

        return true;
    }
}
