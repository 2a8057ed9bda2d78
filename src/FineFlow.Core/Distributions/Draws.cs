using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Random fine maps of a distribution: for each block shares from its Dirichlet distribution, and then each unit's cell from these. Every
/// map adds up, so that sums over any zone of many draws show how sure that sum is.
/// </summary>
internal static class Draws
{
    /// <summary>Draws one fine map for each sample.</summary>
    /// <param name="coarse">Whole counts up to 2^53, [samples, channels, H, W].</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <param name="seed">Same seed, same draws.</param>
    /// <param name="number">Which draw of the seed; different numbers are independent.</param>
    /// <param name="firstSample">
    /// The place of the first sample in the whole sequence. A sequence that is cut anywhere gives the same draws as in one piece.
    /// </param>
    /// <returns>Whole counts that add up exactly, [samples, channels, N*H, N*W].</returns>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    /// <exception cref="BadInputException">Names the first coarse count that is negative, not whole or above 2^53.</exception>
    public static FlowMaps Map(FlowMaps coarse, ShareDistribution distribution, long seed, int number, long firstSample = 0)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckCoarse(coarse);
        LargestRemainder.CheckCounts(coarse, "coarse counts");
        var streams = (long)new RandomStream(seed, number).NextUInt64();
        var fine = new double[distribution.Shares.Values.Length];
        distribution.ReadAll(sample => new RandomStream(streams, firstSample + sample), (random, block, shares) =>
        {
            RandomVariates.Dirichlet(random, shares, distribution.Concentration.Values[block]);
            Distribute(random, (long)coarse.Count(block), shares, fine, distribution.Grid, block);
        });
        var counts = CountArray.From([fine.Length], fine);
        return new(distribution.Shares.Shape, counts.Values, counts.Exact);
    }

    /// <summary>A multinomial draw: each cell takes its binomial part of what the cells before it left.</summary>
    private static void Distribute(RandomStream random, long units, double[] weights, double[] fine, BlockGrid grid, int block)
    {
        for (var cell = weights.Length - 2; cell >= 0; cell--)
        {
            weights[cell] += weights[cell + 1];
        }

        var start = grid.Start(block);
        for (var cell = 0; units > 0; cell++)
        {
            var rest = cell + 1 < weights.Length ? weights[cell + 1] : 0;
            var count = RandomVariates.Binomial(random, units, (weights[cell] - rest) / weights[cell]);
            fine[start + grid.Offsets[cell]] = count;
            units -= count;
        }
    }
}
