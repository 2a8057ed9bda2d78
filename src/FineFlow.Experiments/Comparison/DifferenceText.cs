using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;

namespace FineFlow.Experiments.Comparison;

/// <summary>A difference for people.</summary>
internal static class DifferenceText
{
    /// <summary>"-4.304 (-5.1 to -3.6, p &lt; 0.001)", or the difference alone.</summary>
    public static string Of(double difference, MetricDifference? interval)
    {
        var sign = difference > 0 ? "+" : "";
        return interval is null
            ? $"{sign}{NumberText.Brief(difference)}"
            : $"{sign}{NumberText.Brief(difference)} ({NumberText.Brief(interval.Low)} to {NumberText.Brief(interval.High)}, p {NumberText.P(interval.P)})";
    }
}
