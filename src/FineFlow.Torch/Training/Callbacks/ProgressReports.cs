using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Tells observers of steps and epochs.</summary>
/// <param name="observers">The observers.</param>
internal sealed class ProgressReports(IReadOnlyList<ITrainingObserver> observers) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnStep(TrainingState state, StepReport report)
    {
        foreach (var observer in observers)
        {
            observer.OnStep(report);
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        foreach (var observer in observers)
        {
            observer.OnEpoch(record);
        }
    }
}
