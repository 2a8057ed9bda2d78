using FineFlow.Core.Metrics;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Plots.Charts;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Views;

/// <summary>Texts and values shared by the figures.</summary>
internal static class FigureWords
{
    private const string PlainUnit = "counts per cell and slot";

    /// <summary>Returns a metric's axis. Its unit is that of the datasets where they have the same.</summary>
    public static ChartAxis Axis(FlowMetric metric, params IEnumerable<ExperimentDataset> datasets)
    {
        var units = datasets.Select(data => data.Units ?? PlainUnit).Distinct().ToList();
        var unit = units.Count == 1 ? units[0] : PlainUnit;
        return new(metric.Title, metric.Unit switch
        {
            MetricUnit.SquaredCounts => $"squared {unit}",
            MetricUnit.ShareOfFlow => "share of the true flow",
            _ => unit,
        });
    }

    /// <summary>Returns a note about the trainings behind the numbers, which every figure shows.</summary>
    public static string Note(ExperimentPlan plan)
    {
        var (recipe, seeds) = (plan.Jobs[0].Manifest.Recipe, plan.Budget.Seeds);
        return $"Test split, recipe {recipe.Name}, budget {plan.BudgetName} ({Epochs(recipe.Epochs)}), "
            + $"{(seeds == 1 ? "one seed" : $"mean and deviation of {seeds} seeds")}; lower is better";
    }

    /// <summary>Describes the largest number of epochs.</summary>
    public static string Epochs(int count) => count == 1 ? "1 epoch" : $"at most {count} epochs";

    /// <summary>Describes what trainings compute on, and whether a GPU repeats them.</summary>
    public static string Machine(string device, int threads, bool deterministic) =>
        device != Devices.Cpu ? $"{device}, {(deterministic ? "deterministic operators" : "not repeatable to the last bit")}"
        : threads == 1 ? "one thread"
        : Invariant($"{threads} threads");

    /// <summary>Returns a metric of a row; null where there is none.</summary>
    public static ChartValue? Value(ResultRow? row, FlowMetric metric) => row is null ? null : Value(row.Of(metric));

    /// <summary>Returns a number over seeds as a value with its deviation.</summary>
    public static ChartValue Value(Spread spread) => new(spread.Mean, spread.Deviation ?? 0);
}
