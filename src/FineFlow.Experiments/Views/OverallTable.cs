using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Views;

/// <summary>All models by all datasets (the paper's Table 1), and the improvement over the best other model.</summary>
internal static class OverallTable
{
    /// <summary>The baselines that are models of the catalog as well.</summary>
    private static readonly Dictionary<string, string> ModelsOf = new()
    {
        ["kha"] = "kernel history",
        ["ha"] = "historical average",
        ["mean"] = "even split",
    };

    public static IEnumerable<ResultSection> Sections(ResultTable results) => [All(results), .. Published(results)];

    private static ResultSection All(ResultTable results)
    {
        var plan = results.Plan;
        var table = TextTable.Of(
            plan.Models,
            [
                new("model", model => model),
                .. plan.Datasets.SelectMany(data => Columns(results, data)),
            ]);
        foreach (var (name, cells) in Beside(results))
        {
            table.Add([name, .. cells]);
        }

        if (plan.Models.Contains(plan.File.Ours) && plan.Models.Count > 1)
        {
            table.Add([
                $"{plan.File.Ours} against the best of the others",
                .. plan.Datasets.SelectMany(data => Improvements(results, data)),
            ]);
        }

        return new(
            null,
            table,
            [
                "The best of a column is in bold; n/a: the model's definition does not admit the data.",
                .. BaselinesOf(results).SelectMany(BaselineTables.Notes).Distinct().Select(BaselineTables.Sentence),
            ]);
    }

    private static IEnumerable<Column<string>> Columns(ResultTable results, ExperimentDataset data) =>
    [
        .. MetricCatalog.All.Select(metric =>
            new Column<string>(metric.Title, model => Cell(results, data, model, metric), Alignment.Right, Group: data.Name)),
        new(BaselineTables.Removed, model => ResultCells.Of(results, data.Name, model).Removed, Alignment.Right, Group: data.Name),
    ];

    /// <summary>Returns the rows of what costs nothing and is not among the plan's models, and of the noise floor.</summary>
    private static IEnumerable<(string Name, IEnumerable<string> Cells)> Beside(ResultTable results)
    {
        string[] known = [.. results.Plan.Models.Select(model => ModelsOf.GetValueOrDefault(model, ""))];
        var names = BaselinesOf(results).SelectMany(BaselineTables.Rows).Select(row => row.Name).Distinct().Except(known);
        return names.Select(name => (name, results.Plan.Datasets.SelectMany(data => Cells(results, data, name))));
    }

    private static IEnumerable<string> Cells(ResultTable results, ExperimentDataset data, string name) =>
        BaselinesOf(results, data) is { } baselines
        && BaselineTables.Rows(baselines).FirstOrDefault(row => row.Name == name) is { Metrics: { } metrics }
            ? BaselineTables.Cells(baselines, metrics)
            : Enumerable.Repeat("", MetricCatalog.All.Count + 1);

    private static IEnumerable<Baselines> BaselinesOf(ResultTable results) =>
        results.Plan.Datasets.Select(data => BaselinesOf(results, data)).OfType<Baselines>();

    private static Baselines? BaselinesOf(ResultTable results, ExperimentDataset data) =>
        results.On(data.Name).Select(row => row.Baselines).OfType<Baselines>().FirstOrDefault();

    private static string Cell(ResultTable results, ExperimentDataset data, string model, FlowMetric metric)
    {
        var row = ResultCells.Of(results, data.Name, model);
        return row.Result is not { } result
            || results.On(data.Name).Any(other => metric.IsBetter(other.Of(metric).Mean, result.Of(metric).Mean))
            ? row.Text(metric)
            : $"**{row.Text(metric)}**";
    }

    private static IEnumerable<string> Improvements(ResultTable results, ExperimentDataset data)
    {
        var ours = results.Find(data.Name, results.Plan.File.Ours);
        var others = results.On(data.Name).Where(row => row != ours).ToList();
        return MetricCatalog.All.Select(Improvement).Append("");

        string Improvement(FlowMetric metric)
        {
            if (ours is null || others.Count == 0)
            {
                return "";
            }

            var best = others.Aggregate((one, other) => metric.IsBetter(other.Of(metric).Mean, one.Of(metric).Mean) ? other : one);
            return $"{NumberText.Change(best.Of(metric).Mean, ours.Of(metric).Mean)} ({best.Name})";
        }
    }

    /// <summary>Returns tables of published results beside FineFlow's, for the datasets that have some.</summary>
    private static IEnumerable<ResultSection> Published(ResultTable results) =>
        from data in results.Plan.Datasets
        let published = PublishedNumbers.Of(results.Plan, data)
        where published is not null
        select new ResultSection($"{data.Name} beside the published numbers", Published(results, data, published));

    private static TextTable Published(
        ResultTable results,
        ExperimentDataset data,
        IReadOnlyDictionary<string, IReadOnlyList<double>> published) => TextTable.Of(
        results.On(data.Name).Where(row => published.ContainsKey(row.Name)),
        [
            new("model", row => row.Name),
            .. PublishedMetrics.All.SelectMany((metric, column) => (Column<ResultRow>[])
            [
                new($"{metric.Title} here", row => NumberText.Error(row.Of(metric).Mean), Alignment.Right),
                new("published", row => NumberText.Error(published[row.Name][column]), Alignment.Right),
                new("change", row => NumberText.Change(published[row.Name][column], row.Of(metric).Mean), Alignment.Right),
            ]),
        ]);
}
