using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>Differences of model b's metrics to model a's on the same days. In JSON each metric is a field beside the days.</summary>
internal sealed class PairedComparison
{
    private readonly Dictionary<FlowMetric, MetricDifference> _metrics;

    /// <param name="days">Days of the split: the units of resampling.</param>
    /// <param name="metrics">The differences; a metric that is not defined on these days is not among them.</param>
    public PairedComparison(int days, params IEnumerable<(FlowMetric Metric, MetricDifference Difference)> metrics) =>
        (Days, _metrics) = (days, metrics.ToDictionary(pair => pair.Metric, pair => pair.Difference));

    /// <summary>Days of the split: the units of resampling.</summary>
    public int Days { get; }

    /// <summary>The differences by the keys of the metrics.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.All.ToDictionary(metric => metric.Key, metric => (object?)this[metric]);

    /// <summary>The difference of a metric; null where it is not defined.</summary>
    public MetricDifference? this[FlowMetric metric] => _metrics.GetValueOrDefault(metric);
}

/// <summary>A difference b - a of a metric: below 0 where b has the smaller value.</summary>
/// <param name="Difference">On the whole split.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="P">Two-sided p value of "there is no difference".</param>
internal sealed record MetricDifference(double Difference, double Low, double High, double P);
