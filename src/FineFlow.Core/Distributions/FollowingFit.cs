using FineFlow.Core.Datasets;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Finds how much neighbouring blocks have in common: the least with which the intervals of sums over random rectangles cover what they
/// say.
/// </summary>
internal static class FollowingFit
{
    private const double Most = 0.9;
    private const int Steps = 5;
    private const int Zones = 20;
    private const int Maps = 39;

    // More than some thousand sums tell no more.
    private const int MostSamples = 128;
    private const long Seed = 2;

    /// <summary>Fits a number to a split, 0 .. 0.9.</summary>
    /// <param name="logShares">Logarithms of the expected shares [n, C, N*H, N*W].</param>
    /// <param name="concentration">Concentrations of the blocks [C, H, W].</param>
    /// <param name="split">The split; its counts are whole.</param>
    /// <returns>0 where the sums are covered without, or their coverage is not known.</returns>
    public static double Fit(float[] logShares, float[] concentration, FlowSplit split)
    {
        if (!split.Fine.IsWhole || split.Coarse.Values.Max() > Estimates.LargestCount)
        {
            return 0;
        }

        var every = (split.Samples + MostSamples - 1) / MostSamples;
        int[] some = [.. Enumerable.Range(0, split.Samples).Where(sample => sample % every == 0)];
        var shares = new FlowMaps(split.Fine.Shape, Array.ConvertAll(logShares, MathF.Exp)).Gather(some);
        return Fit(split.Coarse.Gather(some), split.Fine.Gather(some), shares, concentration);
    }

    private static double Fit(FlowMaps coarse, FlowMaps fine, FlowMaps shares, float[] concentration)
    {
        var repeated = new FlowMaps(coarse.Shape, [.. Enumerable.Repeat(concentration, coarse.Samples).SelectMany(values => values)]);
        var (low, high) = (0.0, Most);
        if (Covered(0) is not < CentralInterval.Level)
        {
            return 0;
        }

        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Covered(middle) < CentralInterval.Level ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;

        double? Covered(double following)
        {
            var coverage = new ZoneCoverage(Zones, Seed, Maps);
            coverage.Add(coarse, fine, new(shares, repeated) { Following = following }, firstSample: 0);
            return coverage.Result();
        }
    }
}
