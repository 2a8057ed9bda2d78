namespace FineFlow.Core.Datasets;

/// <summary>
/// A dataset's fine flow as pictures and tables show it. Values that are no flow (NaN, infinite, negative) are left out, so that broken
/// datasets have a profile too.
/// </summary>
/// <param name="Rows">Fine rows N*H.</param>
/// <param name="Columns">Fine columns N*W.</param>
/// <param name="Mean">Mean flow of each cell over all slots, all channels together, row-major [N*H, N*W].</param>
/// <param name="Histogram">Histogram of the cells' flow.</param>
/// <param name="Splits">Flow over time.</param>
internal sealed record DatasetProfile(int Rows, int Columns, float[] Mean, FlowHistogram Histogram, IReadOnlyList<FlowSeries> Splits)
{
    /// <summary>Returns the profile of a loaded dataset.</summary>
    public static DatasetProfile Of(FlowDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Of(dataset.Splits.Select(split => (split.Name, split.Fine, split.Time)));
    }

    internal static DatasetProfile Of(IEnumerable<(string Name, FlowMaps Fine, long[]? Time)> splits)
    {
        var parts = splits.ToArray();
        var (rows, columns) = (parts[0].Fine.Rows, parts[0].Fine.Columns);
        var total = new double[rows * columns];
        foreach (var (_, fine, _) in parts)
        {
            AddUp(fine, total);
        }

        double slots = parts.Sum(part => part.Fine.Samples);
        return new(
            rows,
            columns,
            Array.ConvertAll(total, sum => (float)(sum / slots)),
            FlowHistogram.Of(parts.Select(part => part.Fine)),
            [.. parts.Select(part => FlowSeries.Of(part.Name, part.Fine, part.Time))]);
    }

    private static void AddUp(FlowMaps fine, double[] total)
    {
        for (var sample = 0; sample < fine.Samples; sample++)
        {
            for (var channel = 0; channel < fine.Channels; channel++)
            {
                var map = fine.Map(sample, channel);
                for (var cell = 0; cell < map.Length; cell++)
                {
                    total[cell] += FlowValues.IsFlow(map[cell]) ? map[cell] : 0;
                }
            }
        }
    }
}
