using FineFlow.Core.Metrics;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>
/// Error over the time of an epoch with bubbles of the networks' sizes (the paper's Figure 4), one figure for each dataset.
/// </summary>
internal static class EfficiencyFigure
{
    private const double Million = 1e6;

    public static IEnumerable<ExperimentFigure> Charts(ResultTable results)
    {
        var plan = results.Plan;
        var mae = MetricCatalog.Mae;
        foreach (var data in plan.Datasets.Where(data => results.On(data.Name).Count > 0))
        {
            var rows = results.On(data.Name);
            yield return new(data.Name, new BubbleChart(
                $"{plan.File.Title}: {data.Name}",
                $"{FigureWords.Note(plan)}; {plan.Threads} threads of the processor",
                new("Training time", "seconds an epoch"),
                FigureWords.Axis(mae, data),
                new("Parameters", "millions"),
                [.. rows.Select(row => new Bubble(
                    row.Name, row.Of(result => result.SecondsPerEpoch).Mean, row.Of(mae).Mean, row.Seeds[0].Result.Parameters / Million))])
            {
                LogX = true,
                Highlight = rows.FirstOrDefault(row => row.Model == plan.File.Ours)?.Name,
            });
        }
    }
}
