namespace FineFlow.Experiments.Continual;

/// <summary>The results of a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Results">What was learnt, in the order of the strategies and then of the seeds.</param>
/// <param name="Failures">The sequences that diverged, and why.</param>
internal sealed record ContinualOutcome(
    ContinualPlan Plan, IReadOnlyList<SequenceResult> Results, IReadOnlyList<SequenceFailure> Failures)
{
    /// <summary>Whether something is left to do.</summary>
    public bool Interrupted => Results.Count(result => result.IsWhole) + Failures.Count < Plan.Methods.Count * Plan.Seeds;

    /// <summary>Returns a strategy's sequences that are learnt to the end.</summary>
    public IReadOnlyList<SequenceResult> WholeOf(string strategy) =>
        [.. Results.Where(result => result.Strategy == strategy && result.IsWhole)];
}

/// <summary>A sequence that diverged.</summary>
internal sealed record SequenceFailure(string Strategy, long Seed, string Reason);
