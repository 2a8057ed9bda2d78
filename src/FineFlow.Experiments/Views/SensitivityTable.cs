using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Errors and sizes over the values of each swept setting (the paper's Figure 6).</summary>
internal static class SensitivityTable
{
    public static IEnumerable<ResultSection> Sections(ResultTable results) =>
        from data in results.Plan.Datasets
        from model in results.Plan.Models
        select new ResultSection($"{model} on {data.Name}", Table(results, data.Name, model));

    private static TextTable Table(ResultTable results, string dataset, string model) => TextTable.Of(
        results.Plan.Variants.Select(variant => ResultCells.Of(results, dataset, model, variant.Name)),
        [
            new("setting", row => row.Variant),
            .. MetricColumns.Of<ResultCells>((row, metric) => row.Text(metric)),
            .. ResultColumns.Sizes<ResultCells>(row => row.Result),
        ]);
}
