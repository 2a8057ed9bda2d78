namespace FineFlow.Core.Distributions;

/// <summary>The metric for which a map is the best answer of a distribution.</summary>
public enum EstimateKind
{
    /// <summary>The expected flow: best for MSE.</summary>
    Mean,

    /// <summary>Whole counts, best for MAE.</summary>
    Mae,

    /// <summary>Whole counts, best for MAPE with 1 in place of a truth of 0.</summary>
    Mape,
}

/// <summary>The maps that follow from a distribution, each the best for a metric among those that add up (docs/models/dmn.md).</summary>
internal static class Estimates
{
    /// <summary>The largest coarse count for which MAE maps, MAPE maps and quantiles are computed.</summary>
    public const int LargestCount = 1_000_000;

    // Gains that differ by less, in relation to their terms, differ by rounding alone.
    private const double Rounding = 1e-13;

    // Units that are given out one by one.
    private const int Few = 4;

    /// <summary>Splits coarse flow by a distribution.</summary>
    /// <param name="coarse">Raw counts, [samples, channels, H, W]; whole ones for maps of whole counts.</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <param name="kind">
    /// The mean map is x p. The MAE map minimises the expected sum of |y - k| over a block, the MAPE map that of |y - k| / max(y, 1), both
    /// exactly, among the whole counts k that add up to x; of equally good ones it is one.
    /// </param>
    /// <returns>[samples, channels, N*H, N*W] in raw counts. Whole counts add up exactly, the mean map up to float32 rounding.</returns>
    /// <exception cref="ArgumentException">The shapes do not belong together, or a count is negative or not finite.</exception>
    /// <exception cref="BadInputException">
    /// For maps of whole counts: names the first coarse count that is not whole, or above <see cref="LargestCount"/>.
    /// </exception>
    public static FlowMaps Map(FlowMaps coarse, ShareDistribution distribution, EstimateKind kind)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckCoarse(coarse);
        if (kind == EstimateKind.Mean)
        {
            FlowValues.ThrowIfInvalid(coarse, nameof(coarse));
        }
        else
        {
            BlockCounts.Check(coarse);
        }

        var fine = new FlowMaps(distribution.Shares.Shape);
        distribution.ReadAll(_ => new BetaBinomialWalk[distribution.Grid.Offsets.Length], (walks, block, shares) =>
        {
            if (kind != EstimateKind.Mean)
            {
                var units = (int)coarse.Values[block];
                BetaBinomialWalk.Begin(walks, shares, distribution.Concentration.Values[block], units, kind == EstimateKind.Mape);
                Distribute(walks, units);
            }

            var start = distribution.Grid.Start(block);
            for (var cell = 0; cell < shares.Length; cell++)
            {
                fine.Values[start + distribution.Grid.Offsets[cell]] =
                    kind == EstimateKind.Mean ? (float)(coarse.Count(block) * shares[cell]) : walks[cell].Count;
            }
        });
        return fine;
    }

    /// <summary>
    /// Brings the cells near the best split by a common price, gives or takes the few units that are then left, and moves units as long as
    /// that gains. The gains of a cell fall with its units, so that a split that no move of one unit improves is the best of all.
    /// </summary>
    private static void Distribute(BetaBinomialWalk[] walks, int units)
    {
        Approach(walks, units);
        var left = units - Given(walks);
        for (; left > 0; left--)
        {
            walks[LargestGain(walks)].MoveUp();
        }

        for (; left < 0; left++)
        {
            walks[SmallestLastGain(walks)].MoveDown();
        }

        while (true)
        {
            ref var taker = ref walks[LargestGain(walks)];
            ref var giver = ref walks[SmallestLastGain(walks)];
            if (!(taker.Gain > giver.LastGain + Rounding * (taker.Total + giver.Total)))
            {
                return;
            }

            taker.MoveUp();
            giver.MoveDown();
        }
    }

    /// <summary>
    /// Finds a price of a unit for which the cells, each taking what it gains more from, take about all units. Far from the best split this
    /// is much faster than moving units one by one. The price falls until they take too many, in steps that double the units of the cell
    /// with the largest gain, and is then halved in.
    /// </summary>
    private static void Approach(BetaBinomialWalk[] walks, int units)
    {
        var high = walks[LargestGain(walks)].Gain;
        var left = MoveToPrice(walks, units, high);
        var low = high;
        for (var step = 1; left > Few; step *= 2)
        {
            ref var taker = ref walks[LargestGain(walks)];
            taker.MoveTo(Math.Min(taker.Count + step, units));
            (high, low) = (low, taker.Gain);
            left = MoveToPrice(walks, units, low);
        }

        while (Math.Abs(left) > Few && low + (high - low) / 2 is var price && price > low && price < high)
        {
            left = MoveToPrice(walks, units, price);
            (low, high) = left > 0 ? (low, price) : (price, high);
        }
    }

    /// <summary>Moves all cells to a price of a unit, and returns the units that are left, or lacking.</summary>
    private static int MoveToPrice(BetaBinomialWalk[] walks, int units, double price)
    {
        foreach (ref var walk in walks.AsSpan())
        {
            walk.MoveToPrice(price);
        }

        return units - Given(walks);
    }

    private static int Given(BetaBinomialWalk[] walks)
    {
        var given = 0;
        foreach (ref var walk in walks.AsSpan())
        {
            given += walk.Count;
        }

        return given;
    }

    private static int LargestGain(BetaBinomialWalk[] walks)
    {
        var best = 0;
        for (var cell = 1; cell < walks.Length; cell++)
        {
            best = walks[cell].Gain > walks[best].Gain ? cell : best;
        }

        return best;
    }

    private static int SmallestLastGain(BetaBinomialWalk[] walks)
    {
        var best = 0;
        for (var cell = 1; cell < walks.Length; cell++)
        {
            best = walks[cell].LastGain < walks[best].LastGain ? cell : best;
        }

        return best;
    }
}
