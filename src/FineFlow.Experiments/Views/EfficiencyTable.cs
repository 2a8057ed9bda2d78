using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>What the models cost, next to their errors (the paper's Figure 4).</summary>
internal static class EfficiencyTable
{
    private const double Giga = 1e9, Mebi = 1024 * 1024;

    public static string Write(ResultTable results) => string.Join('\n', results.Plan.Datasets.Select(data =>
        $"### {data.Name}\n\n{Write(results, data)}")) + """

        Times are of this machine. Inference is in batches of 16, latency one sample alone. Memory is the most that the whole process holds
        through two training steps, the data and about 200 MiB of runtime included.

        """;

    private static MarkdownTable Write(ResultTable results, ExperimentDataset data)
    {
        var table = new MarkdownTable(
        [
            "model", .. MetricCatalog.All.Select(metric => metric.Title),
            "s an epoch", "inference, ms a sample", "latency, ms", "parameters", "multiply-adds, G a sample", "memory, MiB",
        ]);
        foreach (var row in results.On(data.Name))
        {
            table.Add(
            [
                row.Name,
                .. MetricCatalog.All.Select(metric => Numbers.Error(row.Of(metric))),
                Numbers.Short(row.Of(result => result.SecondsPerEpoch).Mean),
                Numbers.Short(row.Of(result => result.InferenceMilliseconds).Mean),
                Numbers.Short(row.Of(result => result.LatencyMilliseconds).Mean),
                NumberText.Whole(row.Seeds[0].Result.Parameters),
                Numbers.Short(row.Seeds[0].Result.MultiplyAdds / Giga),
                row.Seeds[0].Result.PeakMemoryBytes is { } bytes ? Numbers.Short(bytes / Mebi) : "",
            ]);
        }

        return table;
    }
}
