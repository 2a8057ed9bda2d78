using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Strategies;

/// <summary>
/// What a training does beside the ordinary steps: a callback that may also decide on a step's loss. It is called after the callback that
/// keeps the best weights and before the one that saves the state.
/// </summary>
internal abstract class TrainingStrategy : TrainingCallback, IDisposable
{
    /// <summary>Called once, before a saved state is loaded: the place to add tensors to the state.</summary>
    /// <param name="state">The training, with its initial weights.</param>
    /// <param name="best">The weights of the best epoch, once there is one.</param>
    public virtual void Attach(TrainingState state, IReadOnlyDictionary<string, Tensor> best)
    {
    }

    /// <summary>Returns the loss of a step's batch, a scalar in the autograd graph.</summary>
    /// <param name="batch">The batch with its truth.</param>
    /// <param name="loss">The ordinary loss.</param>
    public virtual Tensor Loss(FlowBatch batch, StepLoss loss) => loss.Of(batch);

    /// <inheritdoc/>
    public abstract void Dispose();
}
