using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>Coarse counts that are whole and small enough for distributions of whole counts.</summary>
internal static class BlockCounts
{
    /// <exception cref="BadInputException">Names the first count that is negative, not whole or above the limit.</exception>
    public static void Check(FlowMaps coarse)
    {
        const string Source = "coarse counts";
        LargestRemainder.CheckCounts(coarse, Source);
        if (Array.FindIndex(coarse.Values, count => count > Estimates.LargestCount) is >= 0 and var cell)
        {
            throw new BadInputException(
                Source,
                $"{CellPosition.Of(coarse, cell)} is {coarse.Count(cell):R}; MAE maps, MAPE maps and quantiles admit at most "
                + $"{Estimates.LargestCount} a cell; use the mean map, or shorter slots");
        }
    }

    /// <summary>Whether all values are whole counts of at least 0.</summary>
    public static bool AreWhole(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!(FlowValues.IsFlow(value) && value == MathF.Floor(value)))
            {
                return false;
            }
        }

        return true;
    }
}
