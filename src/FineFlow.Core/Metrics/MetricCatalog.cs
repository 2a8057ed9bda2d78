namespace FineFlow.Core.Metrics;

/// <summary>All metrics. A new one is a class of its own and a row here; tables, JSON, reports and comparisons then show it.</summary>
public static class MetricCatalog
{
    /// <summary>The mean squared error.</summary>
    public static FlowMetric Mse { get; } = new MeanSquaredError();

    /// <summary>The root of the mean squared error.</summary>
    public static FlowMetric Rmse { get; } = new RootMeanSquaredError();

    /// <summary>The mean absolute error.</summary>
    public static FlowMetric Mae { get; } = new MeanAbsoluteError();

    /// <summary>The mean absolute percentage error.</summary>
    public static FlowMetric Mape { get; } = new MeanAbsolutePercentageError();

    /// <summary>All metrics, in the order of tables.</summary>
    public static IReadOnlyList<FlowMetric> All { get; } = [Mse, Rmse, Mae, Mape, new WeightedAbsolutePercentageError()];

    /// <summary>The sums that they need, each once.</summary>
    internal static IReadOnlyList<CellTerm> Terms { get; } = [.. All.SelectMany(metric => metric.Terms).Distinct()];

    /// <summary>Which values are better, in words for the head of a table.</summary>
    public static string DirectionNote { get; } =
        All.Where(metric => metric.Direction == MetricDirection.HigherIsBetter).ToList() is { Count: > 0 } higher
            ? $"smaller is better, but larger of {string.Join(", ", higher)}"
            : "smaller is better";

    /// <summary>Returns a value for each metric as the fields of a JSON object; null where there is none.</summary>
    public static Dictionary<string, object?> Fields(Func<FlowMetric, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return All.ToDictionary(metric => metric.Key, metric => double.IsFinite(value(metric)) ? (object?)value(metric) : null);
    }
}
