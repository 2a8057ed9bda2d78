using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Continual;

/// <summary>A report of progress, made on the thread that trains.</summary>
internal abstract record ContinualProgress;

/// <summary>Reported before a task is trained, or gone on with.</summary>
/// <param name="Sequence">The strategy and the seed.</param>
/// <param name="Task">The task's name.</param>
/// <param name="Number">Its place among all trainings, counted from 1.</param>
/// <param name="Count">Number of all trainings.</param>
/// <param name="SecondsLeft">Most seconds until the end of all, with this training; null before any was measured.</param>
internal sealed record TaskStarted(SequenceKey Sequence, string Task, int Number, int Count, double? SecondsLeft) : ContinualProgress;

/// <summary>Reported for every report of a task's training.</summary>
internal sealed record TaskProgress(TaskStarted Task, TrainingProgress Training) : ContinualProgress;

/// <summary>Reported after a task was measured.</summary>
internal sealed record TaskFinished(TaskStarted Task, TaskResult Result) : ContinualProgress;

/// <summary>Reported after a training has diverged.</summary>
internal sealed record SequenceDiverged(TaskStarted Task, string Reason) : ContinualProgress;
