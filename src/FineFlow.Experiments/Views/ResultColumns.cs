using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>A row of a table: a model's variant, with its result or the word for a missing one.</summary>
internal sealed record ResultCells(string Model, string Variant, ResultRow? Result, string Missing)
{
    /// <summary>Returns the row of a variant on a dataset.</summary>
    public static ResultCells Of(ResultTable results, string dataset, string model, string variant = "") =>
        new(model, variant, results.Find(dataset, model, variant), results.Missing(dataset, model, variant));

    /// <summary>Returns a metric's mean and deviation over the seeds, or the word for a missing result.</summary>
    public string Text(FlowMetric metric) => Result?.Of(metric).Text ?? Missing;

    /// <summary>The share of the removable error that it removes; empty where that is not known.</summary>
    public string Removed => Result?.RemovableShare is { } share ? NumberText.Share(share) : "";
}

/// <summary>Columns that several tables have.</summary>
internal static class ResultColumns
{
    private const double Giga = 1e9;

    /// <summary>Returns the columns of a model's sizes; their cells are empty where a row has no result.</summary>
    /// <param name="result">The result of a row.</param>
    public static IEnumerable<Column<T>> Sizes<T>(Func<T, ResultRow?> result) =>
    [
        new("parameters", row => result(row) is { } known ? NumberText.Whole(known.Seeds[0].Result.Parameters) : "", Alignment.Right),
        new(
            "multiply-adds, G a sample",
            row => result(row) is { } known ? NumberText.Cost(known.Seeds[0].Result.MultiplyAdds / Giga) : "",
            Alignment.Right),
    ];
}
