using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Significance of the differences to the experiment's own model, by a bootstrap over the test days.</summary>
internal static class SignificanceTable
{
    private const string Method = "Paired bootstrap over the days of the test split, the mean of the seeds.";

    public static IEnumerable<ResultSection> Sections(ResultTable results)
    {
        var tested = results.Plan.Datasets.Select(data => Tested.Of(results, data)).OfType<Tested>().ToList();
        return tested.Any(data => data.Obstacle is null && data.Rivals.Count > 1)
            ? [AgainstTheBest(tested), .. tested.Select(AgainstEach)]
            : tested.Select(AgainstEach);
    }

    /// <summary>Returns a row for each dataset and metric: our model against the rival with the best mean over the seeds.</summary>
    private static ResultSection AgainstTheBest(List<Tested> tested)
    {
        var rows = tested.Where(data => data.Obstacle is null)
            .SelectMany(data => MetricCatalog.All.Select(metric => (data.Dataset, Metric: metric, data.Ours, Best: data.Best(metric))));
        var table = TextTable.Of(
            rows.Select(row => (row.Dataset, row.Metric, row.Ours, row.Best, Difference: row.Best.Comparison[row.Metric])),
            [
                new("data", row => row.Dataset),
                new("metric", row => row.Metric.Title),
                new("best of the others", row => row.Best.Row.Name),
                new("its", row => row.Best.Row.Of(row.Metric).Text, Alignment.Right),
                new("ours", row => row.Ours.Of(row.Metric).Text, Alignment.Right),
                new("difference, 95 % interval", row => Interval(row.Difference), Alignment.Right),
                new("p", row => P(row.Difference), Alignment.Right),
            ]);
        var ours = tested[0].Ours.Name;
        return new($"{ours} against the best of the others", table, $"{Better(ours)} {Method} p is not adjusted for the number of rows.");
    }

    private static ResultSection AgainstEach(Tested tested)
    {
        var title = $"{tested.Dataset}: {tested.Ours.Name} against the others";
        if (tested.Obstacle is { } obstacle)
        {
            return new(title, null, $"No intervals: {obstacle}.");
        }

        var table = TextTable.Of(
            tested.Rivals,
            [
                new("against", rival => rival.Row.Name),
                .. MetricCatalog.All.SelectMany(metric => (Column<Rival>[])
                [
                    new($"{metric.Title}, 95 % interval", rival => Interval(rival.Comparison[metric]), Alignment.Right),
                    new("p", rival => P(rival.Comparison[metric]), Alignment.Right),
                ]),
            ]);
        return new(title, table, $"{Better(tested.Ours.Name)} {Method}");
    }

    private static string Better(string name) =>
        string.Join(' ', MetricCatalog.All.GroupBy(metric => metric.Direction).Select(group => group.Key == MetricDirection.LowerIsBetter
            ? $"Below 0 {name} is better."
            : $"Of {string.Join(", ", group.Select(metric => metric.Title))} above 0 {name} is better."));

    private static string Interval(MetricDifference? difference) => difference is null
        ? "n/a"
        : $"{NumberText.Difference(difference.Difference)} "
            + $"[{NumberText.Difference(difference.Low)}, {NumberText.Difference(difference.High)}]";

    private static string P(MetricDifference? difference) => difference is null ? "" : NumberText.P(difference.P);

    /// <summary>Another model, and our model's errors less its own.</summary>
    private sealed record Rival(ResultRow Row, PairedComparison Comparison);

    /// <summary>The experiment's own model and its rivals on a dataset; none where the days are too few to tell.</summary>
    private sealed record Tested(string Dataset, ResultRow Ours, IReadOnlyList<Rival> Rivals, string? Obstacle)
    {
        /// <summary>Returns null where the dataset has no result of our model, or of no other.</summary>
        public static Tested? Of(ResultTable results, ExperimentDataset data)
        {
            var all = results.On(data.Name);
            if (all.FirstOrDefault(row => row.Model == results.Plan.File.Ours) is not { } ours || all.Count < 2)
            {
                return null;
            }

            var obstacle = PairedBootstrap.Obstacle(ours.Errors, data.SlotsPerDay);
            var rivals = obstacle is not null ? [] : all.Where(row => row != ours)
                .Select(row => new Rival(row, PairedBootstrap.Compare(row.Errors, ours.Errors, data.SlotsPerDay)));
            return new(data.Name, ours, [.. rivals], obstacle);
        }

        public Rival Best(FlowMetric metric) => Rivals.Aggregate(
            (best, rival) => metric.IsBetter(rival.Row.Of(metric).Mean, best.Row.Of(metric).Mean) ? rival : best);
    }
}
