using FineFlow.Core.Metrics;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Each model's variants, and how they differ from its first (the paper's Table 2 and Figures 5 and 7).</summary>
internal static class VariantsTable
{
    private static readonly string PublishedHead = $"published {PublishedMetrics.Titles}";

    public static string Write(ResultTable results) =>
        string.Join('\n', results.Plan.Datasets.Select(data => $"### {data.Name}\n\n{Write(results, data)}"));

    private static MarkdownTable Write(ResultTable results, ExperimentDataset data)
    {
        var published = PublishedNumbers.Of(results.Plan, data);
        var table = new MarkdownTable(
        [
            "model", "variant", "loss", .. MetricCatalog.All.SelectMany(metric => new[] { metric.Title, "against the first" }),
            .. published is null ? Array.Empty<string>() : [PublishedHead],
        ]);
        foreach (var (model, variant) in results.Plan.Models.SelectMany(model => results.Plan.Variants.Select(variant => (model, variant))))
        {
            var first = results.Find(data.Name, model, results.Plan.Variants[0].Name);
            table.Add(results.Find(data.Name, model, variant.Name) is { } row
                ? [.. Cells(row, first), .. published is null ? [] : new[] { Published(published, variant.Name) }]
                : [model, variant.Name, results.Missing(data.Name, model, variant.Name)]);
        }

        return table;
    }

    private static IEnumerable<string> Cells(ResultRow row, ResultRow? first) =>
    [
        row.Model, row.Variant, row.Seeds[0].Result.Loss, .. MetricCatalog.All.SelectMany(metric => new[]
        {
            Numbers.Error(row.Of(metric)),
            first is null || row == first ? "" : Numbers.Change(first.Of(metric).Mean, row.Of(metric).Mean),
        }),
    ];

    private static string Published(IReadOnlyDictionary<string, IReadOnlyList<double>> published, string variant) =>
        published.TryGetValue(variant, out var numbers) ? string.Join(", ", numbers.Select(Numbers.Error)) : "";
}
