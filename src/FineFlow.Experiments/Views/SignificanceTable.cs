using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Whether the differences to the experiment's own model are more than the choice of test days explains.</summary>
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

        var table = new MarkdownTable(["against", .. MetricCatalog.All.SelectMany(metric => new[] { $"{metric.Title}, 95 % interval", "p" })]);
        foreach (var other in all.Where(row => row != ours))
        {
            var comparison = PairedBootstrap.Compare(other.Errors, ours.Errors, data.SlotsPerDay);
            table.Add([other.Name, .. MetricCatalog.All.SelectMany(metric => Cells(comparison[metric]))]);
        }

        return $"{head}{table}\n{Better(ours.Name)} Paired bootstrap over the days of the test split, the mean of the seeds.\n";
    }

    private static string Better(string name) =>
        string.Join(' ', MetricCatalog.All.GroupBy(metric => metric.Direction).Select(group => group.Key == MetricDirection.LowerIsBetter
            ? $"Below 0 {name} is better."
            : $"Of {string.Join(", ", group.Select(metric => metric.Title))} above 0 {name} is better."));

    private static IEnumerable<string> Cells(MetricDifference? difference) => difference is null ? ["n/a", ""] :
    [
        $"{Numbers.Difference(difference.Difference)} [{Numbers.Difference(difference.Low)}, {Numbers.Difference(difference.High)}]",
        NumberText.P(difference.P),
    ];
}
