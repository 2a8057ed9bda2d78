using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Continual;

/// <summary>The tables of an outcome.</summary>
internal static class ContinualTables
{
    /// <summary>Returns the measures of all strategies in one metric, as mean and deviation over the seeds.</summary>
    public static TextTable Measures(ContinualReport report, FlowMetric metric) => TextTable.Of(
        report.Strategies,
        [
            new("strategy", row => row.Strategy),
            new("seeds", row => $"{row.Seeds}", Alignment.Right),
            new($"average {metric.Title}", row => Text(row.Average, metric), Alignment.Right),
            new("forgetting", row => Text(row.Forgetting, metric), Alignment.Right),
            new("backward transfer", row => Text(row.BackwardTransfer, metric), Alignment.Right),
            new("forward transfer", row => Text(row.ForwardTransfer, metric), Alignment.Right),
        ]);

    /// <summary>Returns the errors of one metric after each task on each task, as mean and deviation over the seeds.</summary>
    public static TextTable Matrix(ContinualOutcome outcome, FlowMetric metric)
    {
        var names = outcome.Plan.TaskNames;
        var rows =
            from method in outcome.Plan.Methods
            let whole = outcome.WholeOf(method.Name)
            where whole.Count > 0
            from after in Enumerable.Range(0, names.Count + 1)
            select (Strategy: after == 0 ? method.Name : "", After: after == 0 ? "untrained" : names[after - 1], Errors: Row(whole, after));
        return TextTable.Of(
            rows,
            [
                new("strategy", row => row.Strategy),
                new("after task", row => row.After),
                .. names.Select((name, task) => new Column<(string Strategy, string After, IReadOnlyList<Spread> Errors)>(
                    $"{metric.Title} on {name}", row => row.Errors[task].Text, Alignment.Right)),
            ]);

        IReadOnlyList<Spread> Row(IReadOnlyList<SequenceResult> whole, int after) =>
        [
            .. Enumerable.Range(1, names.Count).Select(on =>
                Spread.Of([.. whole.Select(sequence => sequence.Error(metric, after, on))])),
        ];
    }

    /// <summary>Returns every measured error, a line for each strategy, seed and pair of tasks.</summary>
    public static TextTable Errors(ContinualOutcome outcome)
    {
        var names = outcome.Plan.TaskNames;
        var rows =
            from sequence in outcome.Results
            from after in Enumerable.Range(0, sequence.Tasks.Count + 1)
            from task in Enumerable.Range(1, names.Count)
            select (Sequence: sequence, After: after, On: task);
        return TextTable.Of(
            rows,
            [
                new("strategy", row => row.Sequence.Strategy),
                new("seed", row => Invariant($"{row.Sequence.Seed}")),
                new("after_task", row => Invariant($"{row.After}")),
                new("on_task", row => Invariant($"{row.On}")),
                new("task", row => names[row.On - 1]),
                .. MetricCatalog.All.Select(metric => new Column<(SequenceResult Sequence, int After, int On)>(
                    metric.Key, row => NumberText.Exact(row.Sequence.Error(metric, row.After, row.On)))),
            ]);
    }

    private static string Text(IReadOnlyDictionary<string, Spread> spreads, FlowMetric metric) =>
        spreads.TryGetValue(metric.Key, out var spread) ? spread.Text : "n/a";
}
