using System.Diagnostics;
using FineFlow.Torch.Training.Batches;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>Forward and backward over a part of a batch.</summary>
/// <param name="state">State of the training.</param>
/// <param name="loss">The loss.</param>
/// <param name="strategy">Decides on the loss of a batch; null: the ordinary one.</param>
internal sealed class MicroStep(TrainingState state, StepLoss loss, TrainingStrategy? strategy)
{
    /// <summary>
    /// Adds the gradients of some samples to those that are there; if the loss is not finite, neither are they. Every loss is a mean over
    /// maps of one size: losses and gradients, weighted by their share of the batch, add up to the batch's.
    /// </summary>
    /// <param name="train">The training split.</param>
    /// <param name="samples">The samples' numbers in it.</param>
    /// <param name="share">Their share of the batch.</param>
    /// <param name="losses">Takes the loss.</param>
    public StepOutcome Run(IBatchSource train, ReadOnlySpan<int> samples, double share, StepLosses losses)
    {
        using var scope = NewDisposeScope();
        var begin = Stopwatch.GetTimestamp();
        var batch = train.Gather(samples);
        var weighted = (strategy?.Loss(batch, loss) ?? loss.Of(batch)) * share;
        var forward = Stopwatch.GetTimestamp();
        weighted.backward();
        state.Replica?.PushGradients();
        var backward = Stopwatch.GetElapsedTime(forward);

        // Last: on a GPU, to read it at once waits for all that was started before.
        return new(losses.Take(weighted), Stopwatch.GetElapsedTime(begin, forward), backward, default);
    }
}
