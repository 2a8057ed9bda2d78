namespace FineFlow.Plots.Charts;

/// <summary>A measured value.</summary>
/// <param name="Value">The value, or the mean of several runs; not negative.</param>
/// <param name="Deviation">Deviation in both directions; 0 where unknown.</param>
internal readonly record struct ChartValue(double Value, double Deviation = 0)
{
    /// <summary>The upper end of its deviation.</summary>
    internal double Top => Value + Deviation;

    /// <summary>The lower end of its deviation; an error is never below 0.</summary>
    internal double Bottom => Math.Max(0, Value - Deviation);
}
