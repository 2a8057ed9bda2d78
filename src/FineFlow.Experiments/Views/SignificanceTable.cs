using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Significance of the differences to the experiment's own model, by a bootstrap over the test days.</summary>
internal static class SignificanceTable
{
    public static string Write(ResultTable results) =>
        string.Join('\n', results.Plan.Datasets.Select(data => Write(results, data)).OfType<string>());

    private static string? Write(ResultTable results, ExperimentDataset data)
    {
        var all = results.On(data.Name);
        if (all.FirstOrDefault(row => row.Model == results.Plan.File.Ours) is not { } ours || all.Count < 2)
        {
            return null;
        }

        var head = $"### {data.Name}: {ours.Name} against the others\n\n";
        if (PairedBootstrap.Obstacle(ours.Errors, data.SlotsPerDay) is { } obstacle)
        {
            return $"{head}No intervals: {obstacle}.\n";
        }

        var comparisons = all.Where(row => row != ours)
            .Select(other => (other.Name, Comparison: PairedBootstrap.Compare(other.Errors, ours.Errors, data.SlotsPerDay)));
        var table = TextTable.Of(
            comparisons,
            [
                new("against", row => row.Name),
                .. MetricCatalog.All.SelectMany(metric => (Column<(string Name, PairedComparison Comparison)>[])
                [
                    new($"{metric.Title}, 95 % interval", row => Interval(row.Comparison[metric]), Alignment.Right),
                    new("p", row => row.Comparison[metric] is { } difference ? NumberText.P(difference.P) : "", Alignment.Right),
                ]),
            ]);
        return $"{head}{MarkdownTable.Of(table)}\n"
            + $"{Better(ours.Name)} Paired bootstrap over the days of the test split, the mean of the seeds.\n";
    }

    private static string Better(string name) =>
        string.Join(' ', MetricCatalog.All.GroupBy(metric => metric.Direction).Select(group => group.Key == MetricDirection.LowerIsBetter
            ? $"Below 0 {name} is better."
            : $"Of {string.Join(", ", group.Select(metric => metric.Title))} above 0 {name} is better."));

    private static string Interval(MetricDifference? difference) => difference is null
        ? "n/a"
        : $"{NumberText.Difference(difference.Difference)} "
            + $"[{NumberText.Difference(difference.Low)}, {NumberText.Difference(difference.High)}]";
}
