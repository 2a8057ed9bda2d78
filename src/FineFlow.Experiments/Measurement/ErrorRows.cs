using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Measurement;

/// <summary>The metrics of the cells whose true flow lies in a range. In JSON each metric is a field beside the others.</summary>
/// <param name="From">The smallest true flow in the class.</param>
/// <param name="To">The largest.</param>
/// <param name="Cells">How many cells.</param>
/// <param name="Errors">What the metrics follow from.</param>
public sealed record FlowClassRow(double From, double To, long Cells, [property: JsonIgnore] CellSums Errors)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Errors[metric]);

    /// <summary>The classes of a breakdown.</summary>
    public static IReadOnlyList<FlowClassRow> Of(ErrorBreakdown errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return [.. errors.FlowClasses.Select(row => new FlowClassRow(row.From, row.To, row.Errors.Cells, row.Errors))];
    }
}

/// <summary>The metrics of the slots that begin in an hour of the day. In JSON each metric is a field beside the others.</summary>
/// <param name="Hour">0 .. 23.</param>
/// <param name="Samples">How many slots.</param>
/// <param name="Errors">What the metrics follow from.</param>
public sealed record HourRow(int Hour, int Samples, [property: JsonIgnore] CellSums Errors)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Errors[metric]);

    /// <summary>The hours of a breakdown.</summary>
    public static IReadOnlyList<HourRow> Of(ErrorBreakdown errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return [.. errors.Hours.Select(row => new HourRow(row.Hour, row.Samples, row.Errors))];
    }
}
