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

        var coarse = new FlowMaps(fine.Samples, fine.Channels, fine.Rows / factor, fine.Columns / factor);
        var grid = BlockGrid.Of(coarse, fine);
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            coarse.Values[block] = (float)grid.Sum(fine.Values, block);
        }

        return coarse;
    }
}
