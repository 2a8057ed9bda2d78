using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Running;

/// <summary>A report of an experiment's progress, made on the thread that runs it.</summary>
internal abstract record ExperimentProgress;

/// <summary>Reported before a training begins or resumes.</summary>
/// <param name="Job">The training.</param>
/// <param name="Number">Its number in the queue, counted from 1.</param>
/// <param name="Count">Length of the queue.</param>
/// <param name="SecondsLeft">Most seconds until the end of the queue, with this training; null before any was measured.</param>
internal sealed record JobStarted(ExperimentJob Job, int Number, int Count, double? SecondsLeft) : ExperimentProgress;

/// <summary>Reported for every report of a training.</summary>
/// <param name="Job">The training and its place in the queue.</param>
/// <param name="Training">Its report.</param>
internal sealed record JobProgress(JobStarted Job, TrainingProgress Training) : ExperimentProgress;

/// <summary>Reported after a training was measured.</summary>
/// <param name="Job">The training.</param>
/// <param name="Result">Its numbers.</param>
internal sealed record JobFinished(ExperimentJob Job, TrainingResult Result) : ExperimentProgress;

/// <summary>Reported after a training has diverged.</summary>
/// <param name="Failure">The training, and why.</param>
internal sealed record JobFailed(JobFailure Failure) : ExperimentProgress;
