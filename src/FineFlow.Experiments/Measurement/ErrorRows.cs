using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Measurement;

/// <summary>The metrics of the cells whose true flow lies in a range. In JSON each metric is a field beside the others.</summary>
/// <param name="From">Smallest true flow of the class, in counts.</param>
/// <param name="To">Largest true flow of the class, in counts.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="Errors">The sums that the metrics follow from.</param>
internal sealed record FlowClassRow(double From, double To, long Cells, [property: JsonIgnore] CellSums Errors)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Errors[metric]);

    /// <summary>Returns a row for each class of true flow.</summary>
    public static IReadOnlyList<FlowClassRow> Of(ErrorBreakdown errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return [.. errors.FlowClasses.Select(row => new FlowClassRow(row.From, row.To, row.Errors.Cells, row.Errors))];
    }
}

/// <summary>The metrics of the slots that begin in an hour of the day. In JSON each metric is a field beside the others.</summary>
/// <param name="Hour">The hour, 0 to 23.</param>
/// <param name="Samples">Number of slots.</param>
/// <param name="Errors">The sums that the metrics follow from.</param>
internal sealed record HourRow(int Hour, int Samples, [property: JsonIgnore] CellSums Errors)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Errors[metric]);

    /// <summary>Returns a row for each hour of the day.</summary>
    public static IReadOnlyList<HourRow> Of(ErrorBreakdown errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return [.. errors.Hours.Select(row => new HourRow(row.Hour, row.Samples, row.Errors))];
    }
}
