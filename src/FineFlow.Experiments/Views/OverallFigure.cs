using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>All models on all datasets as bars, six datasets in each figure.</summary>
internal static class OverallFigure
{
    private const int DatasetsOfFigure = 6;

    public static IEnumerable<ExperimentFigure> Charts(ResultTable results)
    {
        var plan = results.Plan;
        foreach (var (index, datasets) in plan.Datasets.Chunk(DatasetsOfFigure).Index())
        {
            var chart = new BarChart(
                plan.File.Title,
                FigureWords.Note(plan),
                [.. datasets.Select(data => data.Name)],
                plan.Models,
                [.. PublishedMetrics.All.Select(metric => new BarMetric(
                    FigureWords.Axis(metric, datasets),
                    [.. datasets.Select(data => plan.Models
                        .Select(model => FigureWords.Value(results.Find(data.Name, model), metric)).ToList())]))])
            {
                Highlight = plan.Models.Contains(plan.File.Ours) ? plan.File.Ours : null,
            };
            yield return new(index == 0 ? "" : $"{index + 1}", chart);
        }
    }
}
