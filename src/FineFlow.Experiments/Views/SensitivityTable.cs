using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Errors and sizes over the values of each swept setting (the paper's Figure 6).</summary>
internal static class SensitivityTable
{
    public static string Write(ResultTable results) => string.Join('\n', results.Plan.Datasets.SelectMany(data =>
        results.Plan.Models.Select(model => $"### {model} on {data.Name}\n\n{Write(results, data.Name, model)}")));

    private static string Write(ResultTable results, string dataset, string model) => MarkdownTable.Of(TextTable.Of(
        results.Plan.Variants.Select(variant => ResultCells.Of(results, dataset, model, variant.Name)),
        [
            new("setting", row => row.Variant),
            .. MetricColumns.Of<ResultCells>((row, metric) => row.Text(metric)),
            .. ResultColumns.Sizes<ResultCells>(row => row.Result),
        ]));
}
