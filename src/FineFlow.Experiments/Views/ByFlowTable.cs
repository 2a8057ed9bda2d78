using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Where the models err: by the size of the true flow and by the hour of the day.</summary>
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

    private static MarkdownTable ByClass(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric)
    {
        var table = new MarkdownTable(["true flow of the cell", "share of cells", .. rows.Select(row => row.Name)]);
        var cells = rows[0].Errors.FlowClasses.Sum(flow => flow.Errors.Cells);
        foreach (var (index, flow) in rows[0].Errors.FlowClasses.Index())
        {
            table.Add(
            [
                NumberText.Range(flow.From, flow.To), NumberText.Share((double)flow.Errors.Cells / cells),
                .. rows.Select(row => Numbers.Error(row.Errors.FlowClasses[index].Errors[metric])),
            ]);
        }

        return table;
    }

    private static MarkdownTable ByHour(List<(string Name, ErrorBreakdown Errors)> rows, FlowMetric metric)
    {
        var table = new MarkdownTable(["hour", .. rows.Select(row => row.Name)]);
        foreach (var (index, hour) in rows[0].Errors.Hours.Index())
        {
            table.Add([NumberText.Hour(hour.Hour), .. rows.Select(row => Numbers.Error(row.Errors.Hours[index].Errors[metric]))]);
        }

        return table;
    }
}
