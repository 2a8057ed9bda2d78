namespace FineFlow.Core.Metrics;

/// <summary>The sums of one or more days: those of model a, and how far those of model b are from them.</summary>
internal sealed class DayDifferences
{
    private readonly double[] _first = new double[MetricCatalog.Terms.Count];
    private readonly double[] _change = new double[MetricCatalog.Terms.Count];
    private long _cells;

    /// <summary>Returns the days in time order, whatever the order of the samples.</summary>
    public static DayDifferences[] Of(ErrorBreakdown a, ErrorBreakdown b, IEnumerable<long> days)
    {
        var sums = new SortedDictionary<long, DayDifferences>();
        foreach (var (sample, day) in days.Index())
        {
            sums.TryAdd(day, new());
            sums[day].Add(a.SampleSums[sample], b.SampleSums[sample]);
        }

        return [.. sums.Values];
    }

    /// <summary>Begins anew, without a day.</summary>
    public void Clear()
    {
        _cells = 0;
        Array.Clear(_first);
        Array.Clear(_change);
    }

    /// <summary>Adds other days.</summary>
    public void Add(DayDifferences other)
    {
        _cells += other._cells;
        for (var term = 0; term < _change.Length; term++)
        {
            _first[term] += other._first[term];
            _change[term] += other._change[term];
        }
    }

    /// <summary>Returns the difference b - a of a metric on these days.</summary>
    public double Of(FlowMetric metric) => metric.Difference(new(_cells, _first), new(0, _change));

    private void Add(CellSums a, CellSums b)
    {
        _cells += a.Cells;
        for (var term = 0; term < _change.Length; term++)
        {
            _first[term] += a.Terms[term];
            _change[term] += b.Terms[term] - a.Terms[term];
        }
    }
}
