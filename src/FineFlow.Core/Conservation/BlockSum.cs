namespace FineFlow.Core.Conservation;

/// <summary>Coarsening: the way from fine to coarse maps.</summary>
public static class BlockSum
{
    /// <summary>The coarse maps whose cells are the sums of N x N fine cells.</summary>
    /// <param name="fine">[samples, channels, N*H, N*W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <returns>[samples, channels, H, W].</returns>
    /// <exception cref="ArgumentException">Rows or columns are not multiples of the factor.</exception>
    public static FlowMaps Coarsen(FlowMaps fine, int factor)
    {
        ArgumentNullException.ThrowIfNull(fine);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (fine.Rows % factor != 0 || fine.Columns % factor != 0)
        {
            throw new ArgumentException($"maps {fine} cannot be cut into blocks of {factor} x {factor}", nameof(fine));
        }

        var (rows, columns) = (fine.Rows / factor, fine.Columns / factor);
        var grid = new BlockGrid(columns, factor);
        var sums = new double[fine.Samples * fine.Channels * rows * columns];
        for (var block = 0; block < sums.Length; block++)
        {
            sums[block] = grid.Sum(fine, block);
        }

        var counts = CountArray.From([fine.Samples, fine.Channels, rows, columns], sums);
        return new(new(fine.Samples, fine.Channels, rows, columns), counts.Values, counts.Exact);
    }
}
