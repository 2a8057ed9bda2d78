using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>Errors by the size of the true flow and by the hour of the day as lines, one figure for each dataset.</summary>
internal static class ByFlowFigure
{
    private const int Columns = 3;

    public static IEnumerable<ExperimentFigure> Charts(ResultTable results)
    {
        var (mae, mape) = (MetricCatalog.Mae, MetricCatalog.Mape);
        foreach (var data in results.Plan.Datasets.Where(data => results.On(data.Name).Count > 0))
        {
            var rows = results.On(data.Name).Select(row => (row.Name, row.Errors)).ToList();
            var flows = LineStops.Categories([.. rows[0].Errors.FlowClasses.Select(flow => NumberText.Range(flow.From, flow.To))]);
            List<LinePanel> panels =
            [
                new(new("True flow", data.Units ?? ""), FigureWords.Axis(mae, data), flows, [.. rows.Select(row => Line(row, mae))])
                {
                    LogY = true,
                },
                new(new("True flow", data.Units ?? ""), FigureWords.Axis(mape), flows, [.. rows.Select(row => Line(row, mape))])
                {
                    LogY = true,
                },
            ];
            if (rows[0].Errors.Hours.Count > 1)
            {
                panels.Add(new(
                    new("Hour of the day"),
                    FigureWords.Axis(mae, data),
                    LineStops.Numbers([.. rows[0].Errors.Hours.Select(hour => (double)hour.Hour)]),
                    [.. rows.Select(row => new ChartLine(row.Name, [.. row.Errors.Hours.Select(hour => Above0(hour.Errors[mae]))]))]));
            }

            yield return new(data.Name, new LineChart(
                $"{results.Plan.File.Title}: {data.Name}", FigureWords.Note(results.Plan), panels, Math.Min(Columns, panels.Count)));
        }
    }

    private static ChartLine Line((string Name, ErrorBreakdown Errors) row, FlowMetric metric) =>
        new(row.Name, [.. row.Errors.FlowClasses.Select(flow => Above0(flow.Errors[metric]))]);

    /// <summary>Returns an error as a value; null for 0, which a logarithmic axis cannot show.</summary>
    private static ChartValue? Above0(double error) => error > 0 ? new(error) : null;
}
