using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Measurement;

/// <summary>Tables that show maps beside what costs nothing and what is possible.</summary>
internal static class BaselineTables
{
    /// <summary>The head of the column with the share of the removable error that maps remove.</summary>
    public const string Removed = "error removed";

    /// <summary>What the noise floor assumes, to be said wherever it is shown.</summary>
    public const string Assumption =
        "the noise floor is the MSE that no method can go below if the units of a block choose their cells independently, given the shares";

    /// <summary>Returns a table of maps, followed by the baselines and the noise floor.</summary>
    /// <param name="baselines">The baselines of the maps' split.</param>
    /// <param name="maps">The maps' names and metrics.</param>
    public static TextTable Of(Baselines baselines, params IEnumerable<(string Name, FlowMetrics? Metrics)> maps) => TextTable.Of(
        maps.Where(map => map.Metrics is not null).Select(map => (map.Name, Metrics: map.Metrics!)).Concat(Rows(baselines)),
        [
            new("map", row => row.Name),
            .. MetricColumns.Of<(string Name, FlowMetrics Metrics)>((row, metric) => Text(metric, row.Metrics)),
            new(Removed, row => RemovedText(baselines, row.Metrics), Alignment.Right),
        ]);

    /// <summary>Returns the share of the removable error that maps remove, as tables show it; empty without a noise floor.</summary>
    public static string RemovedText(Baselines baselines, FlowMetrics metrics) =>
        baselines.RemovableShare(metrics[MetricCatalog.Mse]) is { } share ? NumberText.Share(share) : "";

    /// <summary>Returns sentences about the table: what the floor assumes, and what is missing and why.</summary>
    public static IEnumerable<string> Notes(Baselines baselines)
    {
        yield return baselines.NoiseFloor is null
            ? "no noise floor: it is defined for whole counts alone"
            : $"{Assumption}; error removed: (even split - MSE) / (even split - floor)";
        if (baselines.KernelHistory is null)
        {
            yield return "no historical average and no kernel history: the dataset has no train split to fit them on";
        }
    }

    /// <summary>Returns a note as a sentence of a page.</summary>
    public static string Sentence(string note) => $"{char.ToUpperInvariant(note[0])}{note[1..]}.";

    /// <summary>Returns the cells of the metrics' columns and of the column after them, <see cref="Removed"/>.</summary>
    public static IEnumerable<string> Cells(Baselines baselines, FlowMetrics metrics) =>
        [.. MetricCatalog.All.Select(metric => Text(metric, metrics)), RemovedText(baselines, metrics)];

    /// <summary>Returns the baselines and the noise floor, of which the MSE alone is known.</summary>
    public static IEnumerable<(string Name, FlowMetrics Metrics)> Rows(Baselines baselines)
    {
        foreach (var row in baselines.All)
        {
            yield return row;
        }

        if (baselines.NoiseFloor is { } floor)
        {
            yield return ("noise floor", new FlowMetrics(baselines.EvenSplit.Samples, (MetricCatalog.Mse, floor)));
        }
    }

    private static string Text(FlowMetric metric, FlowMetrics metrics) =>
        double.IsNaN(metrics[metric]) ? "" : metric.Text(metrics[metric]);
}
