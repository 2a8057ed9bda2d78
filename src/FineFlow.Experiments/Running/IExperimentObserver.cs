using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Training.Callbacks;

namespace FineFlow.Experiments.Running;

/// <summary>Hears of an experiment's progress, on the thread that runs it.</summary>
public interface IExperimentObserver : ITrainingObserver
{
    /// <summary>Before a training begins or goes on.</summary>
    void OnJob(JobReport report);

    /// <summary>After a training was measured, or was found finished.</summary>
    void OnResult(ExperimentJob job, TrainingResult result);

    /// <summary>After a training that cannot be finished.</summary>
    void OnFailure(ExperimentJob job, string reason);
}

/// <summary>Where the queue is when a training begins.</summary>
/// <param name="Job">The training.</param>
/// <param name="Number">Its number in the queue, counted from 1.</param>
/// <param name="Count">Length of the queue.</param>
/// <param name="SecondsLeft">Seconds until the queue's end at most, this training included; null before anything was measured.</param>
public sealed record JobReport(ExperimentJob Job, int Number, int Count, double? SecondsLeft);
