using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Times, sizes and memory of the models, with their errors (the paper's Figure 4).</summary>
internal static class EfficiencyTable
{
    private const double Mebi = 1024 * 1024;

    private const string Note = "Times are of this machine. Inference is in batches of 16, latency one sample alone. Memory is the most "
        + "that the whole process holds through two training steps, the data and about 200 MiB of runtime included.";

    public static IEnumerable<ResultSection> Sections(ResultTable results) =>
        results.Plan.Datasets.Select(data => new ResultSection(data.Name, Table(results, data), Note));

    private static TextTable Table(ResultTable results, ExperimentDataset data) => TextTable.Of(
        results.On(data.Name),
        [
            new("model", row => row.Name),
            .. MetricColumns.Of<ResultRow>((row, metric) => row.Of(metric).Text),
            new("s an epoch", row => Cost(row, result => result.SecondsPerEpoch), Alignment.Right),
            new("inference, ms a sample", row => Cost(row, result => result.InferenceMilliseconds), Alignment.Right),
            new("latency, ms", row => Cost(row, result => result.LatencyMilliseconds), Alignment.Right),
            .. ResultColumns.Sizes<ResultRow>(row => row),
            new("memory, MiB", row => row.Seeds[0].Result.PeakMemoryBytes is { } bytes ? NumberText.Cost(bytes / Mebi) : "",
                Alignment.Right),
        ]);

    private static string Cost(ResultRow row, Func<TrainingResult, double> cost) => NumberText.Cost(row.Of(cost).Mean);
}
