using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Random fine maps of a distribution. Each block is a draw from its Dirichlet-multinomial: its units are halved again and again between
/// its northern and southern, western and eastern parts, by beta-binomial draws. Neighbouring blocks partly share their chance
/// (<see cref="ShareDistribution.Following"/>). Every map adds up, so that sums over any zone of many draws show how sure that sum is.
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
        var halving = new Halving(distribution.Factor);
        Parallel.For(0, coarse.Samples, sample =>
        {
            var random = new RandomStream(streams, firstSample + sample);
            for (var channel = 0; channel < coarse.Channels; channel++)
            {
                new MapDraw(coarse, distribution, halving, random).Fill(fine, (sample * coarse.Channels) + channel);
            }
        });
        var counts = CountArray.From([fine.Length], fine);
        return new(distribution.Shares.Shape, counts.Values, counts.Exact);
    }
}
