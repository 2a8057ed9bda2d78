using System.Numerics;

namespace FineFlow.Core.Conservation;

/// <summary>
/// Whole-numbered fine maps that conserve exactly (Hamilton's method): every cell gets its share of the coarse count rounded down,
/// and what is left of the count goes to the cells with the largest remainders, ties to the one that comes first. It counts in whole
/// numbers throughout, so it is exact up to <see cref="CountArray.Largest"/>, however different a block's values are.
/// </summary>
public static class LargestRemainder
{
    // Bits of a block's largest weight: together with the 53 bits of a count and the sum over a block they stay below 128.
    private const int WeightBits = 62;

    // Every float32 is a whole multiple of 2^-149.
    private const int FloatBits = 149;

    /// <summary>Rounds fine flow to whole numbers that sum to the coarse counts; each is within 1 of its cell's share.</summary>
    /// <param name="fine">
    /// Fine flow, [samples, channels, N*H, N*W]. Only its proportions within a block matter; negative values count as 0, and a block
    /// without positive flow is split evenly.
    /// </param>
    /// <param name="coarse">Whole counts, [samples, channels, H, W].</param>
    /// <returns>Row-major as <paramref name="fine"/>.</returns>
    /// <exception cref="BadInputException">A coarse count is negative, not whole or above 2^53; or a fine value is not finite.</exception>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    public static long[] Round(FlowMaps fine, FlowMaps coarse)
    {
        var grid = BlockGrid.Of(coarse, fine);
        CheckCounts(coarse, "coarse counts");
        var rounded = new long[fine.Values.Length];
        var flow = new double[grid.Offsets.Length];
        var weights = new UInt128[grid.Offsets.Length];
        var counts = new long[grid.Offsets.Length];
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            ReadFlow(fine, grid, block, flow);
            if (TryWeigh(flow, weights))
            {
                Apportion((long)coarse.Count(block), weights, counts);
            }
            else
            {
                BigInteger[] exact = [.. flow.Select(value => new BigInteger(Math.ScaleB(value, FloatBits)))];
                Apportion((long)coarse.Count(block), exact, counts);
            }

            for (var cell = 0; cell < counts.Length; cell++)
            {
                rounded[grid.Start(block) + grid.Offsets[cell]] = counts[cell];
            }
        }

        return rounded;
    }

    /// <summary>Refuses coarse maps that are no whole counts, before the work of inferring fine ones.</summary>
    /// <param name="coarse">The coarse maps.</param>
    /// <param name="source">Where they come from, for the message.</param>
    /// <exception cref="BadInputException">Names the first count that is negative, not whole or above 2^53.</exception>
    public static void CheckCounts(FlowMaps coarse, string source)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        for (var cell = 0; cell < coarse.Values.Length; cell++)
        {
            var count = coarse.Count(cell);
            if (!(count >= 0 && count <= CountArray.Largest && count == Math.Floor(count)))
            {
                throw new BadInputException(
                    source,
                    $"{CellPosition.Of(coarse, cell)} is {count:R}; a whole number from 0 to 2^53 ({CountArray.Largest}) is expected");
            }
        }
    }

    /// <summary>Returns the whole counts as maps, for metrics.</summary>
    /// <param name="whole">The result of <see cref="Round"/>.</param>
    /// <param name="fine">The maps that were rounded.</param>
    public static FlowMaps AsMaps(long[] whole, FlowMaps fine)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(fine);
        var counts = CountArray.From([whole.Length], Array.ConvertAll(whole, count => (double)count));
        return new(fine.Shape, counts.Values, counts.Exact);
    }

    /// <summary>Reads a block's flow; even flow where there is none.</summary>
    private static void ReadFlow(FlowMaps fine, BlockGrid grid, int block, double[] flow)
    {
        for (var cell = 0; cell < flow.Length; cell++)
        {
            flow[cell] = Flow(fine, grid.Start(block) + grid.Offsets[cell]);
        }

        if (flow.Max() == 0)
        {
            Array.Fill(flow, 1);
        }
    }

    /// <summary>
    /// Makes whole numbers of a block's flow by one power of 2. Returns false where a value below 2^-38 of the largest would lose bits.
    /// </summary>
    private static bool TryWeigh(double[] flow, UInt128[] weights)
    {
        var shift = WeightBits - 1 - Math.ILogB(flow.Max());
        for (var cell = 0; cell < weights.Length; cell++)
        {
            var weight = Math.ScaleB(flow[cell], shift);
            if (weight != Math.Floor(weight))
            {
                return false;
            }

            weights[cell] = (ulong)weight;
        }

        return true;
    }

    private static double Flow(FlowMaps fine, int index)
    {
        var value = fine.Values[index];
        return float.IsFinite(value)
            ? Math.Max(0, value)
            : throw new BadInputException("fine flow", $"{CellPosition.Of(fine, index)} is {value}; a finite value is expected");
    }

    private static void Apportion<T>(long count, T[] weights, long[] counts)
        where T : IBinaryInteger<T>
    {
        var total = weights.Aggregate(T.Zero, (sum, weight) => sum + weight);
        var left = count;
        var remainders = new T[weights.Length];
        for (var cell = 0; cell < weights.Length; cell++)
        {
            (var share, remainders[cell]) = T.DivRem(T.CreateChecked(count) * weights[cell], total);
            counts[cell] = long.CreateChecked(share);
            left -= counts[cell];
        }

        if (left > 0)
        {
            // A stable order, so that ties go by position.
            foreach (var cell in Enumerable.Range(0, counts.Length).OrderByDescending(cell => remainders[cell]).Take((int)left))
            {
                counts[cell]++;
            }
        }
    }
}
