using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Comparison;

/// <summary>Formats a difference of a metric.</summary>
internal static class DifferenceText
{
    /// <summary>Returns text like "-4.304 (-5.1 to -3.6, p &lt; 0.001)", or the difference alone where there is no interval.</summary>
    public static string Of(FlowMetric metric, double difference, MetricDifference? interval)
    {
        var sign = difference > 0 ? "+" : "";
        return interval is null
            ? $"{sign}{metric.Text(difference)}"
            : $"{sign}{metric.Text(difference)} "
                + $"({metric.Text(interval.Low)} to {metric.Text(interval.High)}, p {NumberText.P(interval.P)})";
    }
}
