namespace FineFlow.Core.Conservation;

/// <summary>
/// Whole-numbered fine maps that conserve exactly (Hamilton's method): every cell gets its share of the coarse count rounded down,
/// and what is left of the count goes to the cells with the largest remainders, ties to the one that comes first.
/// </summary>
public static class LargestRemainder
{
    private const double WholeTolerance = 1e-3;

    /// <summary>Rounds fine flow to whole numbers that sum to the coarse counts; each is within 1 of its cell's share.</summary>
    /// <param name="fine">
    /// Fine flow, [samples, channels, N*H, N*W]. Only its proportions within a block matter; negative values count as 0, and a block
    /// without positive flow is split evenly.
    /// </param>
    /// <param name="coarse">Whole counts up to float rounding, [samples, channels, H, W].</param>
    /// <returns>Row-major as <paramref name="fine"/>.</returns>
    /// <exception cref="BadInputException">A coarse count is negative, not whole or beyond int; or a fine value is not finite.</exception>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    public static int[] Round(FlowMaps fine, FlowMaps coarse)
    {
        var grid = BlockGrid.Of(coarse, fine);
        var rounded = new int[fine.Values.Length];
        var shares = new double[grid.Offsets.Length];
        var counts = new int[grid.Offsets.Length];
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            var start = grid.Start(block);
            for (var cell = 0; cell < shares.Length; cell++)
            {
                shares[cell] = Weight(fine, start + grid.Offsets[cell]);
            }

            Apportion(WholeCount(coarse, block), shares, counts);
            for (var cell = 0; cell < counts.Length; cell++)
            {
                rounded[start + grid.Offsets[cell]] = counts[cell];
            }
        }

        return rounded;
    }

    private static double Weight(FlowMaps fine, int index)
    {
        var value = fine.Values[index];
        return float.IsFinite(value)
            ? Math.Max(0, value)
            : throw new BadInputException("fine flow", $"{CellPosition.Of(fine, index)} is {value}; a finite value is expected");
    }

    private static int WholeCount(FlowMaps coarse, int block)
    {
        double value = coarse.Values[block];
        var whole = Math.Round(value);
        return whole is >= 0 and <= int.MaxValue && Math.Abs(value - whole) <= WholeTolerance
            ? (int)whole
            : throw new BadInputException(
                "coarse counts", $"{CellPosition.Of(coarse, block)} is {value}; a whole number from 0 to {int.MaxValue} is expected");
    }

    private static void Apportion(int count, double[] weights, int[] counts)
    {
        var total = weights.Sum();
        var left = count;
        var remainders = weights;
        for (var cell = 0; cell < weights.Length; cell++)
        {
            var share = count * (total > 0 ? weights[cell] / total : 1.0 / weights.Length);
            counts[cell] = (int)share;
            remainders[cell] = share - counts[cell];
            left -= counts[cell];
        }

        if (left > 0)
        {
            // A stable order, so that ties go by position.
            foreach (var cell in Enumerable.Range(0, counts.Length).OrderByDescending(cell => remainders[cell]).Take(left))
            {
                counts[cell]++;
            }
        }
    }
}
