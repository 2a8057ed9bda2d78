using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Views;

/// <summary>The figures of an experiment, each as PNG and SVG.</summary>
internal static class ExperimentFigures
{
    /// <summary>Writes the figures; returns their paths, each PNG before its SVG.</summary>
    public static IReadOnlyList<string> Write(string folder, ResultTable results)
    {
        var charts = results.Plan.File.View switch
        {
            ExperimentView.Overall => OverallFigure.Charts(results),
            ExperimentView.Variants => VariantsFigure.Charts(results),
            ExperimentView.Efficiency => EfficiencyFigure.Charts(results),
            ExperimentView.Sensitivity => SensitivityFigure.Charts(results),
            _ => ByFlowFigure.Charts(results),
        };
        var name = PathNames.Of(results.Plan.File.Name);
        return [.. charts.SelectMany(chart =>
        {
            var file = chart.Part.Length == 0 ? name : $"{name}-{PathNames.Of(chart.Part)}";
            var (png, svg) = ChartFile.Save(Path.Combine(folder, file), chart.Chart);
            return new[] { png, svg };
        })];
    }
}

/// <summary>A figure of an experiment.</summary>
/// <param name="Part">The part of its file's name after the experiment's; empty for the only figure.</param>
/// <param name="Chart">The chart.</param>
internal sealed record ExperimentFigure(string Part, Chart Chart);
