namespace FineFlow.Core.Metrics;

/// <summary>Summed differences b - a of one or more days.</summary>
internal readonly record struct DayDifferences(long Cells, double Squared, double Absolute, double Relative)
{
    public static readonly DayDifferences None;

    public (double Mse, double Mae, double Mape) Means => (Squared / Cells, Absolute / Cells, Relative / Cells);

    public static DayDifferences operator +(DayDifferences one, DayDifferences other) =>
        new(one.Cells + other.Cells, one.Squared + other.Squared, one.Absolute + other.Absolute, one.Relative + other.Relative);

    /// <summary>The days in their order in time, whatever the order of the samples.</summary>
    public static DayDifferences[] Of(ErrorBreakdown a, ErrorBreakdown b, IEnumerable<long> days)
    {
        var sums = new SortedDictionary<long, DayDifferences>();
        foreach (var (sample, day) in days.Index())
        {
            sums[day] = sums.GetValueOrDefault(day) + new DayDifferences(
                a.SampleCells,
                b.Squared[sample] - a.Squared[sample],
                b.Absolute[sample] - a.Absolute[sample],
                b.Relative[sample] - a.Relative[sample]);
        }

        return [.. sums.Values];
    }
}
