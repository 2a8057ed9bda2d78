using System.Text.Json.Serialization;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;

namespace FineFlow.Experiments.Comparison;

/// <summary>Runs side by side in districts that were left out of their training, or in the others.</summary>
/// <param name="Part">"left out" or "rest".</param>
/// <param name="Blocks">Its coarse cells.</param>
/// <param name="EvenSplit">The metrics of the even split there.</param>
/// <param name="Runs">The runs in the order given.</param>
internal sealed record DistrictComparison(string Part, int Blocks, FlowMetrics EvenSplit, IReadOnlyList<DistrictRun> Runs)
{
    /// <summary>Compares the parts of measured runs.</summary>
    /// <param name="runs">Names and parts of the runs, the first one first; all have the same parts.</param>
    /// <param name="hasIntervals">Whether there are days enough.</param>
    /// <param name="slotsPerDay">Slots of a day, where times are not known.</param>
    public static IReadOnlyList<DistrictComparison> Of(
        IReadOnlyList<(string Name, IReadOnlyList<MeasuredPart> Parts)> runs, bool hasIntervals, int? slotsPerDay) =>
    [
        .. runs[0].Parts.Select((first, index) => new DistrictComparison(
            first.IsLeftOut ? DistrictTables.LeftOut : DistrictTables.Rest,
            first.Blocks,
            first.EvenSplit,
            [
                .. runs.Select((run, number) => new DistrictRun(
                    run.Name,
                    run.Parts[index].Errors.Metrics(),
                    hasIntervals && number > 0 ? PairedBootstrap.Compare(first.Errors, run.Parts[index].Errors, slotsPerDay) : null)),
            ])),
    ];
}

/// <summary>A run in a part of the city. In JSON each metric is a field beside the others.</summary>
/// <param name="Run">Its name.</param>
/// <param name="Metrics">Its metrics there.</param>
/// <param name="Bootstrap">Its differences to the first run; null for that one, and where days are unknown or too few.</param>
internal sealed record DistrictRun(string Run, [property: JsonIgnore] FlowMetrics Metrics, PairedComparison? Bootstrap)
{
    /// <summary>The metrics by their keys.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Metrics[metric]);
}
