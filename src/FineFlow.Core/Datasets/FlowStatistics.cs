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
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static FlowStatistics Of(FlowMaps maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Samples == 0)
        {
            throw new ArgumentException("there are no samples", nameof(maps));
        }

        var (minimum, maximum, total, zeros) = (float.MaxValue, 0f, 0.0, 0);
        foreach (var value in maps.Values)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            total += value;
            zeros += value == 0 ? 1 : 0;
        }

        double cells = maps.Values.Length;
        return new(minimum, maximum, total / cells, total, zeros / cells);
    }
}
