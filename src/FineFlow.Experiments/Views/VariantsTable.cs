using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Views;

/// <summary>Each model's variants, and their differences to its first (the paper's Table 2 and Figures 5 and 7).</summary>
internal static class VariantsTable
{
    private static readonly string PublishedHead = $"published {PublishedMetrics.Titles}";

    public static IEnumerable<ResultSection> Sections(ResultTable results) =>
        results.Plan.Datasets.Select(data => Section(results, data));

    private static ResultSection Section(ResultTable results, ExperimentDataset data)
    {
        var published = PublishedNumbers.Of(results.Plan, data);
        var rows = results.Plan.Models.SelectMany(model =>
            results.Plan.Variants.Select(variant => ResultCells.Of(results, data.Name, model, variant.Name)));
        var table = TextTable.Of(
            rows,
            [
                new("model", row => row.Model),
                new("variant", row => row.Variant, Alignment.Right),
                new("loss", row => row.Result?.Seeds[0].Result.Loss ?? "", Alignment.Right),
                .. MetricCatalog.All.SelectMany(metric => (Column<ResultCells>[])
                [
                    new(metric.Title, row => row.Text(metric), Alignment.Right),
                    new("against the first", row => Change(metric, First(results, data, row.Model), row.Result), Alignment.Right),
                ]),
                new(BaselineTables.Removed, row => row.Removed, Alignment.Right),
                .. published is null ? [] : (Column<ResultCells>[])
                [
                    new(PublishedHead, row => row.Result is null ? "" : Published(published, row.Variant), Alignment.Right),
                ],
            ]);
        var notes = results.On(data.Name).Select(row => row.Baselines).OfType<Baselines>().Take(1).SelectMany(BaselineTables.Notes);
        return new(data.Name, table, [.. notes.Select(BaselineTables.Sentence)]);
    }

    private static ResultRow? First(ResultTable results, ExperimentDataset data, string model) =>
        results.Find(data.Name, model, results.Plan.Variants[0].Name);

    private static string Change(FlowMetric metric, ResultRow? first, ResultRow? row) => first is null || row is null || row == first
        ? ""
        : NumberText.Change(first.Of(metric).Mean, row.Of(metric).Mean);

    private static string Published(IReadOnlyDictionary<string, IReadOnlyList<double>> published, string variant) =>
        published.TryGetValue(variant, out var numbers) ? string.Join(", ", numbers.Select(number => NumberText.Error(number))) : "";
}
