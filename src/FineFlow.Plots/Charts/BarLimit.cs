namespace FineFlow.Plots.Charts;

/// <summary>Where an axis of bars ends so that the bars of most series can be told apart.</summary>
internal static class BarLimit
{
    private const double Outlying = 4, Room = 1.08;

    /// <summary>The longest bar, or a bit more than the longest of those up to four times the median; 1 where all are 0.</summary>
    public static double Of(IEnumerable<ChartValue?> values)
    {
        ChartValue[] bars = [.. values.OfType<ChartValue>().OrderBy(bar => bar.Value)];
        if (bars.Length == 0 || bars[^1].Top == 0)
            return 1;
        var median = bars[(bars.Length - 1) / 2].Value;
        var longest = bars.Max(bar => bar.Top);
        if (bars.Length < 3 || median == 0 || longest <= Outlying * median)
            return longest;
        return Room * bars.Where(bar => bar.Value <= Outlying * median).Max(bar => Math.Min(bar.Top, Outlying * median));
    }
}
