namespace FineFlow.Core.Distributions;

/// <summary>Quantiles of the counts of fine cells: each cell's own beta-binomial distribution. They do not add up over a block.</summary>
internal static class Quantiles
{
    // Distribution functions that miss a level by less miss it by rounding alone.
    private const double Rounding = 1e-12;

    /// <summary>Returns the smallest count k of each cell with P(count at most k) at or above the level, within 1e-12.</summary>
    /// <param name="coarse">Whole counts, [samples, channels, H, W].</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <param name="level">The quantile's level, between 0 and 1.</param>
    /// <returns>Whole counts, [samples, channels, N*H, N*W].</returns>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    /// <exception cref="BadInputException">
    /// The level is not between 0 and 1, or a coarse count is not whole or above <see cref="Estimates.LargestCount"/>.
    /// </exception>
    public static FlowMaps Map(FlowMaps coarse, ShareDistribution distribution, double level)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckCoarse(coarse);
        BlockCounts.Check(coarse);
        if (!(level > 0 && level < 1))
        {
            throw new BadInputException("quantile", $"{level} is no level; a number between 0 and 1 is expected, as 0.95");
        }

        var fine = new FlowMaps(distribution.Shares.Shape);
        distribution.ReadAll(_ => new BetaBinomialWalk[distribution.Grid.Offsets.Length], (walks, block, shares) =>
        {
            var units = (int)coarse.Values[block];
            BetaBinomialWalk.Begin(walks, shares, distribution.Concentration.Values[block], units);
            var start = distribution.Grid.Start(block);
            for (var cell = 0; cell < shares.Length; cell++)
            {
                fine.Values[start + distribution.Grid.Offsets[cell]] = Find(ref walks[cell], units, level - Rounding);
            }
        });
        return fine;
    }

    private static int Find(ref BetaBinomialWalk walk, int units, double level)
    {
        while (walk.Sum < level && walk.Count < units)
        {
            walk.MoveUp();
        }

        while (walk.Count > 0 && walk.Sum - walk.Mass >= level)
        {
            walk.MoveDown();
        }

        return walk.Count;
    }
}
