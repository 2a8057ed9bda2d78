using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Training.Callbacks;

namespace FineFlow.Experiments.Running;

/// <summary>Receives an experiment's progress, on the thread that runs it.</summary>
public interface IExperimentObserver : ITrainingObserver
{
    /// <summary>Called before a training begins or resumes.</summary>
    void OnJob(JobReport report);

    /// <summary>Called after a training was measured, or was found finished.</summary>
    void OnResult(ExperimentJob job, TrainingResult result);

    /// <summary>Called after a training has diverged.</summary>
    void OnFailure(ExperimentJob job, string reason);
}

/// <summary>Position in the queue when a training begins.</summary>
/// <param name="Job">The training.</param>
/// <param name="Number">Its number in the queue, counted from 1.</param>
/// <param name="Count">Length of the queue.</param>
/// <param name="SecondsLeft">Most seconds until the end of the queue, with this training; null before any was measured.</param>
public sealed record JobReport(ExperimentJob Job, int Number, int Count, double? SecondsLeft);
