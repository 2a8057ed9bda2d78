using FineFlow.Core.Metrics;

namespace FineFlow.Core.Tables;

/// <summary>The columns of the metrics.</summary>
internal static class MetricColumns
{
    /// <summary>Returns a column for each metric of the catalog.</summary>
    /// <param name="show">The text of a row's metric.</param>
    public static IEnumerable<Column<T>> Of<T>(Func<T, FlowMetric, string> show) =>
        MetricCatalog.All.Select(metric => new Column<T>(metric.Title, row => show(row, metric), Alignment.Right));
}
