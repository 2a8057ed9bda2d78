using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Errors and sizes over the values of each swept setting (the paper's Figure 6).</summary>
internal static class SensitivityTable
{
    private const double Giga = 1e9;

    public static string Write(ResultTable results) => string.Join('\n', results.Plan.Datasets.SelectMany(data =>
        results.Plan.Models.Select(model => $"### {model} on {data.Name}\n\n{Write(results, data.Name, model)}")));

    private static MarkdownTable Write(ResultTable results, string dataset, string model)
    {
        var table = new MarkdownTable(["setting", .. MetricCatalog.All.Select(metric => metric.Title), "parameters", "multiply-adds, G a sample"]);
        foreach (var variant in results.Plan.Variants)
        {
            table.Add(results.Find(dataset, model, variant.Name) is { } row
                ?
                [
                    variant.Name, .. MetricCatalog.All.Select(metric => Numbers.Error(row.Of(metric))),
                    NumberText.Whole(row.Seeds[0].Result.Parameters), Numbers.Short(row.Seeds[0].Result.MultiplyAdds / Giga),
                ]
                : [variant.Name, results.Missing(dataset, model, variant.Name)]);
        }

        return table;
    }
}
