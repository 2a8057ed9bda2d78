using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>The variants of each model as bars, one figure for each dataset.</summary>
internal static class VariantsFigure
{
    private const int ModelsOfFigure = 6;

    public static IEnumerable<ExperimentFigure> Charts(ResultTable results)
    {
        var plan = results.Plan;
        foreach (var (data, models) in plan.Datasets.SelectMany(data => plan.Models.Chunk(ModelsOfFigure).Select(models => (data, models))))
        {
            var metrics = PublishedMetrics.All.Select(metric => new BarMetric(
                FigureWords.Axis(metric, data),
                [.. models.Select(model => plan.Variants
                    .Select(variant => FigureWords.Value(results.Find(data.Name, model, variant.Name), metric)).ToList())]));
            var part = plan.Models.Count <= ModelsOfFigure ? data.Name : $"{data.Name} {models[0]}";
            yield return new(part, new BarChart(
                $"{plan.File.Title}: {data.Name}",
                FigureWords.Note(plan),
                models,
                [.. plan.Variants.Select(variant => variant.Name)],
                [.. metrics])
            {
                Highlight = plan.Variants[0].Name,
            });
        }
    }
}
