namespace FineFlow.Core.Conservation;

/// <summary>Coarsening: the way from fine to coarse maps.</summary>
internal static class BlockSum
{
    /// <summary>Returns the coarse maps whose cells are the sums of N x N fine cells.</summary>
    /// <param name="fine">[samples, channels, N*H, N*W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <returns>[samples, channels, H, W].</returns>
    /// <exception cref="ArgumentException">Rows or columns are not multiples of the factor.</exception>
    public static FlowMaps Coarsen(FlowMaps fine, int factor)
    {
        ArgumentNullException.ThrowIfNull(fine);
        var shape = fine.Shape.Coarsened(factor);
        var grid = new BlockGrid(shape.Columns, factor);
        var sums = new double[shape.Length];
        for (var block = 0; block < sums.Length; block++)
        {
            sums[block] = grid.Sum(fine, block);
        }

        var counts = CountArray.From([sums.Length], sums);
        return new(shape, counts.Values, counts.Exact);
    }
}
