using FineFlow.Core.Metrics;
using FineFlow.Torch.Continual.Sequences;

namespace FineFlow.Experiments.Continual;

/// <summary>What a strategy with a seed has learnt so far.</summary>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Untrained">Errors of the fresh weights, task by task.</param>
/// <param name="Tasks">The tasks that have ended, in order, each with the errors of its best weights on all tasks.</param>
internal sealed record SequenceResult(
    string Strategy, long Seed, IReadOnlyList<FlowMetrics> Untrained, IReadOnlyList<TaskResult> Tasks)
{
    /// <summary>Whether all tasks have ended.</summary>
    public bool IsWhole => Tasks.Count == Untrained.Count;

    /// <summary>Returns an error R[k][j].</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="after">The task k that was trained last; 0: none.</param>
    /// <param name="on">The task j whose test split is measured.</param>
    public double Error(FlowMetric metric, int after, int on) =>
        (after == 0 ? Untrained : Tasks[after - 1].Test)[on - 1][metric];
}
