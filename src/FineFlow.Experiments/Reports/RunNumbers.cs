using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Reports;

/// <summary>The numbers of a report, as printed by <c>report --json</c>.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Report">The page that was written.</param>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Recipe">The recipe that trained it.</param>
/// <param name="Loss">The loss that trained it.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Epoch">The epoch of the weights.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="Notes">Notes for the reader.</param>
/// <param name="Splits">The measured splits; empty without data.</param>
internal sealed record RunNumbers(
    string Run,
    string Report,
    string Model,
    string Recipe,
    string Loss,
    long Seed,
    int Epoch,
    long Parameters,
    IReadOnlyList<string> Notes,
    IReadOnlyList<SplitNumbers> Splits)
{
    /// <summary>Returns the numbers of a report.</summary>
    public static RunNumbers Of(RunReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        var card = report.Card;
        return new(
            report.Run,
            path,
            card.Model,
            card.Recipe,
            card.Loss,
            card.Seed,
            card.Epoch,
            card.Parameters,
            report.Notes,
            [.. report.Splits.Select(SplitNumbers.Of)]);
    }
}

/// <summary>One split of a report. Errors and residuals are in raw counts. In JSON each metric is a field beside the others.</summary>
/// <param name="Split">Its name.</param>
/// <param name="Samples">Time slots.</param>
/// <param name="Metrics">Its metrics.</param>
/// <param name="NoiseFloorMse">The MSE that no method can go below; null for real-valued flow.</param>
/// <param name="RemovableShare">The share of the removable error that it removes; null without a noise floor.</param>
/// <param name="Baselines">What costs nothing.</param>
/// <param name="MaxConservationError">Largest residual of a block, in counts.</param>
/// <param name="Conserves">Whether every block adds up.</param>
/// <param name="FlowClasses">Errors by true flow.</param>
/// <param name="Hours">Errors by hour of the day.</param>
internal sealed record SplitNumbers(
    string Split,
    long Samples,
    [property: JsonIgnore] FlowMetrics Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? NoiseFloorMse,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RemovableShare,
    Baselines Baselines,
    double MaxConservationError,
    bool Conserves,
    IReadOnlyList<FlowClassRow> FlowClasses,
    IReadOnlyList<HourRow> Hours)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Metrics[metric]);

    /// <summary>Returns the numbers of a measured split.</summary>
    public static SplitNumbers Of(MeasuredSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        var (metrics, conservation, _) = split.Evaluation;
        return new(
            split.Split,
            metrics.Samples,
            metrics,
            split.Baselines.NoiseFloor,
            split.RemovableShare,
            split.Baselines,
            conservation.Largest,
            conservation.Conserves,
            FlowClassRow.Of(split.Errors),
            HourRow.Of(split.Errors));
    }
}
