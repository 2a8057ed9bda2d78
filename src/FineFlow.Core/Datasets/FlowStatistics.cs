namespace FineFlow.Core.Datasets;

/// <summary>The values of a stack of maps at a glance.</summary>
/// <param name="Minimum">Smallest flow of a cell.</param>
/// <param name="Maximum">Largest flow of a cell.</param>
/// <param name="Mean">Mean flow of a cell.</param>
/// <param name="Total">Sum of all flow.</param>
/// <param name="ZeroShare">Share of cells without flow, 0 .. 1.</param>
internal sealed record FlowStatistics(double Minimum, double Maximum, double Mean, double Total, double ZeroShare)
{
    /// <summary>Statistics of at least one sample.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="mask">0 where a value is missing and does not count, 1 elsewhere; null: all are there.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static FlowStatistics Of(FlowMaps maps, FlowMaps? mask = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Samples == 0)
        {
            throw new ArgumentException("there are no samples", nameof(maps));
        }

        var (minimum, maximum, total, zeros, cells) = (float.MaxValue, 0f, 0.0, 0, 0);
        for (var cell = 0; cell < maps.Values.Length; cell++)
        {
            if (mask?.Values[cell] == 0)
            {
                continue;
            }

            var value = maps.Values[cell];
            cells++;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            total += value;
            zeros += value == 0 ? 1 : 0;
        }

        return cells == 0 ? new(0, 0, 0, 0, 0) : new(minimum, maximum, total / cells, total, (double)zeros / cells);
    }
}
