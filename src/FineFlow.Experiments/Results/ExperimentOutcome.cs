using FineFlow.Core.Metrics;
using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Results;

/// <summary>Results of an experiment.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Results">The finished trainings with their errors, in the order of the plan.</param>
/// <param name="Failures">The trainings that diverged, with the reasons.</param>
/// <param name="Interrupted">Whether it was stopped before its end.</param>
internal sealed record ExperimentOutcome(
    ExperimentPlan Plan, IReadOnlyList<MeasuredResult> Results, IReadOnlyList<JobFailure> Failures, bool Interrupted);

/// <summary>A finished training.</summary>
/// <param name="Result">Its numbers.</param>
/// <param name="Errors">Its errors by sample, flow and hour.</param>
internal sealed record MeasuredResult(TrainingResult Result, ErrorBreakdown Errors);

/// <summary>A training that diverged.</summary>
/// <param name="Job">The training.</param>
/// <param name="Reason">The reason.</param>
internal sealed record JobFailure(ExperimentJob Job, string Reason);
