using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Plans;

/// <summary>The metrics for which the papers publish numbers, in the order of their tables. The figures show these.</summary>
internal static class PublishedMetrics
{
    public static IReadOnlyList<FlowMetric> All { get; } = [MetricCatalog.Mse, MetricCatalog.Mae, MetricCatalog.Mape];

    /// <summary>The titles, "MSE, MAE, MAPE".</summary>
    public static string Titles { get; } = string.Join(", ", All.Select(metric => metric.Title));
}
