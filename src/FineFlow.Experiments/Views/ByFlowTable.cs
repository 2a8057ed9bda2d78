using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Errors of the models by the size of the true flow and by the hour of the day.</summary>
internal static class ByFlowTable
{
    public static string Write(ResultTable results) => string.Join('\n', results.Plan.Datasets
        .Where(data => results.On(data.Name).Count > 0)
        .Select(data =>
        {
            var rows = results.On(data.Name).Select(row => (row.Name, row.Errors)).ToList();
            var parts = MetricCatalog.All.Select(metric => $"### {data.Name}: {metric.Title} by true flow\n\n{ByClass(rows, metric)}");
            parts = rows[0].Errors.Hours.Count == 0
                ? parts.Append("The hours of the samples are unknown.\n")
                : parts.Concat(MetricCatalog.All.Select(metric => $"### {data.Name}: {metric.Title} by hour\n\n{ByHour(rows, metric)}"));
            return string.Join('\n', parts);
        }));

    private static string ByClass(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric)
    {
        var classes = rows[0].Errors.FlowClasses;
        var cells = classes.Sum(flow => flow.Errors.Cells);
        return MarkdownTable.Of(TextTable.Of(
            Enumerable.Range(0, classes.Count),
            [
                new("true flow of the cell", index => NumberText.Range(classes[index].From, classes[index].To)),
                new("share of cells", index => NumberText.Share((double)classes[index].Errors.Cells / cells), Alignment.Right),
                .. rows.Select(row => new Column<int>(
                    row.Name, index => NumberText.Error(row.Errors.FlowClasses[index].Errors[metric]), Alignment.Right)),
            ]));
    }

    private static string ByHour(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric) => MarkdownTable.Of(TextTable.Of(
        Enumerable.Range(0, rows[0].Errors.Hours.Count),
        [
            new("hour", index => NumberText.Hour(rows[0].Errors.Hours[index].Hour)),
            .. rows.Select(row => new Column<int>(
                row.Name, index => NumberText.Error(row.Errors.Hours[index].Errors[metric]), Alignment.Right)),
        ]));
}
