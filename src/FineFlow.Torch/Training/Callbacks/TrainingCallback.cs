using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Actions at the fixed points of a training besides the steps. Callbacks are called in order.</summary>
internal abstract class TrainingCallback
{
    /// <summary>Called before the first step of this session, after a saved state was loaded.</summary>
    public virtual void OnBegin(TrainingState state)
    {
    }

    /// <summary>Called within a step, after the optimizer has moved the weights.</summary>
    public virtual void OnWeightsMoved(TrainingState state)
    {
    }

    /// <summary>Called after a step, or after several whose losses were read together: then with the last one's report.</summary>
    public virtual void OnStep(TrainingState state, StepReport report)
    {
    }

    /// <summary>Called after an epoch and its validation.</summary>
    public virtual void OnEpoch(TrainingState state, EpochRecord record)
    {
    }

    /// <summary>Called when the caller has cancelled the training.</summary>
    public virtual void OnCancelled(TrainingState state)
    {
    }

    /// <summary>Returns whether the training ends here, before its last epoch.</summary>
    public virtual bool EndsTraining(TrainingState state) => false;
}
