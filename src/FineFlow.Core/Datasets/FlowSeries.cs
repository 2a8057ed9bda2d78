namespace FineFlow.Core.Datasets;

/// <summary>A split's flow over time.</summary>
/// <param name="Name">The split.</param>
/// <param name="Totals">Sum over cells and channels, by slot.</param>
/// <param name="ZeroShares">Share of cells without flow, 0 .. 1, by slot.</param>
/// <param name="Time">Start of the slots in seconds since 1970 on the local clock, if known.</param>
internal sealed record FlowSeries(string Name, double[] Totals, double[] ZeroShares, long[]? Time)
{
    internal static FlowSeries Of(string name, FlowMaps fine, long[]? time)
    {
        var (totals, shares) = (new double[fine.Samples], new double[fine.Samples]);
        for (var sample = 0; sample < fine.Samples; sample++)
        {
            var values = fine.Sample(sample);
            shares[sample] = values.Count(0f) / (double)values.Length;
            foreach (var value in values)
            {
                totals[sample] += FlowValues.IsFlow(value) ? value : 0;
            }
        }

        return new(name, totals, shares, time);
    }
}
