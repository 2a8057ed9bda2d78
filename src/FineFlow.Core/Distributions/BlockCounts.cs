using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>Coarse counts that are whole and small enough for distributions of whole counts.</summary>
internal static class BlockCounts
{
    private const string Source = "coarse counts";

    /// <summary>Refuses coarse maps from which no MAE map, MAPE map or quantile follows.</summary>
    /// <param name="coarse">The coarse maps.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">Names the first count that is negative, not whole or above the limit.</exception>
    public static void Check(FlowMaps coarse, string source = Source)
    {
        LargestRemainder.CheckCounts(coarse, source);
        if (Array.FindIndex(coarse.Values, count => count > Estimates.LargestCount) is >= 0 and var cell)
        {
            throw new BadInputException(
                source,
                $"{CellPosition.Of(coarse, cell)} is {coarse.Count(cell):R}; MAE maps, MAPE maps and quantiles admit at most "
                + $"{Estimates.LargestCount} a cell; use the mean map, or shorter slots");
        }
    }
}
