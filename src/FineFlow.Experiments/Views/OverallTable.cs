using FineFlow.Core.Metrics;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>All models by all datasets (the paper's Table 1), and the improvement over the best of the others.</summary>
internal static class OverallTable
{
    public static string Write(ResultTable results)
    {
        var plan = results.Plan;
        var table = new MarkdownTable(["model", .. plan.Datasets.SelectMany(data => MetricCatalog.All.Select(metric => $"{data.Name} {metric.Title}"))]);
        foreach (var model in plan.Models)
        {
            table.Add([model, .. plan.Datasets.SelectMany(data => Cells(results, data, model))]);
        }

        if (plan.Models.Contains(plan.File.Ours) && plan.Models.Count > 1)
        {
            table.Add([$"{plan.File.Ours} against the best of the others", .. plan.Datasets.SelectMany(data => Improvements(results, data))]);
        }

        return $"{table}\nThe best of a column is in bold; n/a: the model's definition does not admit the data (reasons below).\n{Published(results)}";
    }

    private static IEnumerable<string> Cells(ResultTable results, ExperimentDataset data, string model) => MetricCatalog.All.Select(metric =>
    {
        if (results.Find(data.Name, model) is not { } row)
        {
            return results.Missing(data.Name, model);
        }

        var text = Numbers.Error(row.Of(metric));
        return results.On(data.Name).Any(other => metric.IsBetter(other.Of(metric).Mean, row.Of(metric).Mean)) ? text : $"**{text}**";
    });

    private static IEnumerable<string> Improvements(ResultTable results, ExperimentDataset data)
    {
        var ours = results.Find(data.Name, results.Plan.File.Ours);
        var others = results.On(data.Name).Where(row => row != ours).ToList();
        return MetricCatalog.All.Select(metric =>
        {
            if (ours is null || others.Count == 0)
            {
                return "";
            }

            var best = others.Aggregate((one, other) => metric.IsBetter(other.Of(metric).Mean, one.Of(metric).Mean) ? other : one);
            return $"{Numbers.Change(best.Of(metric).Mean, ours.Of(metric).Mean)} ({best.Name})";
        });
    }

    /// <summary>The published numbers beside ours, for the datasets that have some.</summary>
    private static string Published(ResultTable results)
    {
        var tables = results.Plan.Datasets
            .Select(data => (Data: data, Published: PublishedNumbers.Of(results.Plan, data)))
            .Where(pair => pair.Published is not null)
            .Select(pair => $"\n### {pair.Data.Name} beside the published numbers\n\n{Published(results, pair.Data, pair.Published!)}");
        return string.Concat(tables);
    }

    private static MarkdownTable Published(ResultTable results, ExperimentDataset data, IReadOnlyDictionary<string, IReadOnlyList<double>> published)
    {
        var table = new MarkdownTable(["model", .. PublishedMetrics.All.SelectMany(metric => new[] { $"{metric.Title} here", "published", "change" })]);
        foreach (var row in results.On(data.Name).Where(row => published.ContainsKey(row.Name)))
        {
            table.Add([row.Name, .. PublishedMetrics.All.SelectMany((metric, column) =>
            {
                var (here, there) = (row.Of(metric).Mean, published[row.Name][column]);
                return new[] { Numbers.Error(here), Numbers.Error(there), Numbers.Change(there, here) };
            })]);
        }

        return table;
    }
}
