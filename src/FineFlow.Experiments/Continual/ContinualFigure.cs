using FineFlow.Core.Metrics;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Views;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Continual;

/// <summary>A plot for each task: its MSE after each task, a line for each strategy.</summary>
internal static class ContinualFigure
{
    private const int MostColumns = 4;

    /// <summary>Returns the chart; null before any strategy has learnt all tasks.</summary>
    public static LineChart? Chart(ContinualOutcome outcome)
    {
        var plan = outcome.Plan;
        var methods = plan.Methods.Where(method => outcome.WholeOf(method.Name).Count > 0).ToList();
        if (methods.Count == 0)
        {
            return null;
        }

        var tasks = plan.TaskNames.Count;
        var panels = Enumerable.Range(1, tasks).Select(on => new LinePanel(
            new("after task"),
            new($"{MetricCatalog.Mse.Title} on {plan.TaskNames[on - 1]}"),
            LineStops.Categories([.. Enumerable.Range(1, tasks).Select(task => Invariant($"{task}"))]),
            [.. methods.Select(method => Line(method.Name, on))]));
        return new(
            $"{plan.Request.Whole.Model} on a sequence of {tasks} tasks",
            $"Test splits, {FigureWords.Epochs(plan.Request.Whole.Recipe.Epochs)} a task, "
                + $"{(plan.Seeds == 1 ? "one seed" : $"mean and deviation of {plan.Seeds} seeds")}; lower is better",
            [.. panels],
            Math.Min(tasks, MostColumns));

        ChartLine Line(string strategy, int on) =>
            new(strategy, [.. Enumerable.Range(1, tasks).Select(after => Value(strategy, after, on))]);

        ChartValue? Value(string strategy, int after, int on) => FigureWords.Value(
            Spread.Of([.. outcome.WholeOf(strategy).Select(sequence => sequence.Error(MetricCatalog.Mse, after, on))]));
    }
}
