using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>Shares that are given as logarithms.</summary>
internal static class LogShares
{
    /// <summary>Smaller shares count as this one, so that no true count is impossible.</summary>
    private const double SmallestShare = 1e-30;

    /// <summary>Returns shares that add up to 1 in each block.</summary>
    /// <param name="logShares">Natural logarithms, [samples, channels, N*H, N*W].</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <exception cref="ArgumentException">
    /// The length is not that of the shape, the factor does not divide it, or a value is not finite.
    /// </exception>
    public static FlowMaps Normalise(float[] logShares, FlowShape shape, int factor)
    {
        ArgumentNullException.ThrowIfNull(logShares);
        var maps = new FlowMaps(shape, logShares);
        if (Array.FindIndex(logShares, value => !float.IsFinite(value)) is >= 0 and var cell)
        {
            throw new ArgumentException(
                Invariant($"{CellPosition.Of(maps, cell)} is {logShares[cell]}; the logarithm of a share is expected"), nameof(logShares));
        }

        var coarse = shape.Coarsened(factor);
        var grid = new BlockGrid(coarse.Columns, factor);
        var shares = new FlowMaps(shape);
        for (var block = 0; block < coarse.Length; block++)
        {
            Normalise(logShares, shares.Values, grid, grid.Start(block));
        }

        return shares;
    }

    private static void Normalise(float[] logShares, float[] shares, BlockGrid grid, int start)
    {
        var (largest, sum) = (float.NegativeInfinity, 0.0);
        foreach (var offset in grid.Offsets)
        {
            largest = Math.Max(largest, logShares[start + offset]);
        }

        foreach (var offset in grid.Offsets)
        {
            sum += Math.Exp(logShares[start + offset] - largest);
        }

        foreach (var offset in grid.Offsets)
        {
            shares[start + offset] = (float)Math.Max(Math.Exp(logShares[start + offset] - largest) / sum, SmallestShare);
        }
    }
}
