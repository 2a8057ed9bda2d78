using FineFlow.Torch.Layers;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Strategies;

/// <summary>The ordinary loss of a batch: the network's forward pass and the run's loss.</summary>
/// <param name="state">State of the training.</param>
/// <param name="loss">The loss.</param>
/// <param name="recipe">The recipe.</param>
internal sealed class StepLoss(TrainingState state, FlowLoss loss, Recipe recipe)
{
    /// <summary>Returns the loss of a batch, a scalar in the autograd graph.</summary>
    /// <param name="batch">The batch with its truth.</param>
    public Tensor Of(FlowBatch batch) =>
        batch.Counted is { } known ? Masked(batch, known) : loss.Compute(state.Computing.call(batch), batch, recipe.ScaledLoss);

    /// <summary>Returns the loss where errors of some coarse cells do not count; the mean is over all cells still.</summary>
    /// <param name="batch">The batch with its truth.</param>
    /// <param name="counted">1 where a coarse cell's errors count and 0 where they do not, [B, 1, H, W].</param>
    public Tensor Of(FlowBatch batch, Tensor counted) => Masked(batch, batch.Counted is { } known ? counted * known : counted);

    private Tensor Masked(FlowBatch batch, Tensor counted)
    {
        var output = state.Computing.call(batch);
        var factor = output.Stages[^1].Factor;
        var masked = new FlowOutput(
            output.Fine * Nearest.Enlarge(counted, factor),
            [.. output.Stages.Select(stage => stage with { Flow = stage.Flow * Nearest.Enlarge(counted, stage.Factor) })]);
        return loss.Compute(masked, batch with { Truth = batch.Truth! * Nearest.Enlarge(counted, factor) }, recipe.ScaledLoss);
    }
}
