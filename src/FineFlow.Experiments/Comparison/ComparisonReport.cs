using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Comparison;

/// <summary>Runs side by side on one split, as printed by <c>compare --json</c>.</summary>
/// <param name="Data">The dataset folder.</param>
/// <param name="Fingerprint">SHA-256 over the dataset's files.</param>
/// <param name="Division">How its samples are divided into splits; null where dataset.json does not state it.</param>
/// <param name="Units">The unit of its counts.</param>
/// <param name="Split">The split.</param>
/// <param name="Samples">Time slots of the split.</param>
/// <param name="Warnings">Warnings, one line each.</param>
/// <param name="Runs">The runs in the order given.</param>
/// <param name="Differences">Each run but the first, compared with the first.</param>
/// <param name="NoIntervals">Why the differences have no intervals; null where they have.</param>
/// <param name="NoiseFloorMse">The MSE that no method can go below; null for real-valued flow.</param>
/// <param name="Baselines">What costs nothing.</param>
internal sealed record ComparisonReport(
    string Data,
    string Fingerprint,
    string? Division,
    string Units,
    string Split,
    int Samples,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ComparedRun> Runs,
    IReadOnlyList<RunDifference> Differences,
    string? NoIntervals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? NoiseFloorMse,
    Baselines Baselines)
{
    /// <summary>Districts that the runs' trainings left out, as they were asked for; null where none were, or different ones.</summary>
    public string? LeftOut { get; init; }

    /// <summary>The runs in these districts, and in the others; null likewise.</summary>
    public IReadOnlyList<DistrictComparison>? Districts { get; init; }
}

/// <summary>One run of a comparison. Errors and residuals are in raw counts. In JSON each metric is a field beside the others.</summary>
/// <param name="Run">The run folder or bundle.</param>
/// <param name="Name">Its name in tables and maps: the part of its path that the runs do not share.</param>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Recipe">The recipe that trained it.</param>
/// <param name="Loss">The loss that trained it.</param>
/// <param name="Recovery">How the network's output becomes a map that adds up.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="SameData">Whether it was trained on a dataset with this fingerprint; null where its card does not state it.</param>
/// <param name="Metrics">Its metrics on the split.</param>
/// <param name="RemovableShare">The share of the removable error that it removes; null without a noise floor.</param>
/// <param name="MaxConservationError">Largest residual of a block, in counts.</param>
/// <param name="Conserves">Whether every block adds up.</param>
/// <param name="FlowClasses">Errors by true flow.</param>
/// <param name="Hours">Errors by hour of the day.</param>
internal sealed record ComparedRun(
    string Run,
    string Name,
    string Model,
    string Recipe,
    string Loss,
    ConservationMode Recovery,
    long Seed,
    long Parameters,
    bool? SameData,
    [property: JsonIgnore] FlowMetrics Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RemovableShare,
    double MaxConservationError,
    bool Conserves,
    IReadOnlyList<FlowClassRow> FlowClasses,
    IReadOnlyList<HourRow> Hours)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Metrics[metric]);
}

/// <summary>A run compared with the first one, as its values minus the first's. In JSON each metric is a field beside the others.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="First">The first run's name.</param>
/// <param name="Metrics">The run's metrics.</param>
/// <param name="FirstMetrics">The first run's metrics.</param>
/// <param name="BetterCells">Share of the fine cells in which the run's mean absolute error is smaller.</param>
/// <param name="WorseCells">Share of the fine cells in which it is larger.</param>
/// <param name="Bootstrap">The differences with 95 % intervals and p values; null where days are unknown or too few.</param>
internal sealed record RunDifference(
    string Run,
    string First,
    [property: JsonIgnore] FlowMetrics Metrics,
    [property: JsonIgnore] FlowMetrics FirstMetrics,
    double BetterCells,
    double WorseCells,
    PairedComparison? Bootstrap)
{
    /// <summary>The differences by the keys of the metrics.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => this[metric]);

    /// <summary>Gets the difference of a metric.</summary>
    public double this[FlowMetric metric] => Metrics[metric] - FirstMetrics[metric];
}
