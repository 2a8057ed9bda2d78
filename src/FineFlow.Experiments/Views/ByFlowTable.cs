using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Errors of the models by the size of the true flow and by the hour of the day.</summary>
internal static class ByFlowTable
{
    public static IEnumerable<ResultSection> Sections(ResultTable results) =>
        results.Plan.Datasets.SelectMany(data => Sections(data.Name, [.. results.On(data.Name).Select(row => (row.Name, row.Errors))]));

    private static IEnumerable<ResultSection> Sections(string dataset, List<(string Name, ErrorBreakdown Errors)> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var classes = MetricCatalog.All.Select(metric =>
            new ResultSection($"{dataset}: {metric.Title} by true flow", ByClass(rows, metric)));
        var hours = MetricCatalog.All.Select(metric => new ResultSection($"{dataset}: {metric.Title} by hour", ByHour(rows, metric)));
        return rows[0].Errors.Hours.Count == 0
            ? classes.Append(new(null, null, "The hours of the samples are unknown."))
            : classes.Concat(hours);
    }

    private static TextTable ByClass(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric)
    {
        var classes = rows[0].Errors.FlowClasses;
        var cells = classes.Sum(flow => flow.Errors.Cells);
        return TextTable.Of(
            Enumerable.Range(0, classes.Count),
            [
                new("true flow of the cell", index => NumberText.Range(classes[index].From, classes[index].To)),
                new("share of cells", index => NumberText.Share((double)classes[index].Errors.Cells / cells), Alignment.Right),
                .. rows.Select(row => new Column<int>(
                    row.Name, index => NumberText.Error(row.Errors.FlowClasses[index].Errors[metric]), Alignment.Right)),
            ]);
    }

    private static TextTable ByHour(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric) => TextTable.Of(
        Enumerable.Range(0, rows[0].Errors.Hours.Count),
        [
            new("hour", index => NumberText.Hour(rows[0].Errors.Hours[index].Hour)),
            .. rows.Select(row => new Column<int>(
                row.Name, index => NumberText.Error(row.Errors.Hours[index].Errors[metric]), Alignment.Right)),
        ]);
}
