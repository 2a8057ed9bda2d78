using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// The optimizer step of a training: forward, loss, backward, Adam. The network is in training mode and has parameters. A step may be
/// taken in pieces, forward and backward one after the other: every loss is a mean over maps of one size, so the pieces' losses and
/// gradients, each weighted by its share of the samples, add up to the batch's.
/// </summary>
internal sealed class TrainingStep
{
    private readonly TrainingState _state;
    private readonly FlowLoss _loss;
    private readonly Recipe _recipe;
    private readonly int? _microBatch;

    /// <param name="state">What is trained.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="microBatch">Samples of a piece; null: all of a step.</param>
    /// <exception cref="BadInputException">The network does not admit pieces.</exception>
    public TrainingStep(TrainingState state, FlowLoss loss, Recipe recipe, int? microBatch = null)
    {
        if (microBatch is not null)
        {
            MicroBatches.Check(state.Network);
        }

        (_state, _loss, _recipe, _microBatch) = (state, loss, recipe, microBatch);
    }

    /// <summary>Takes one step over some samples. A loss that is not finite moves nothing; the caller decides what to do about it.</summary>
    public StepOutcome Take(FlowSplit train, ReadOnlySpan<int> samples)
    {
        using var scope = NewDisposeScope();
        var begin = Stopwatch.GetTimestamp();
        _state.Optimizer!.zero_grad();
        _state.Bf16?.TakeWeights();
        var update = Stopwatch.GetElapsedTime(begin);

        var sum = default(StepOutcome);
        var size = Math.Min(_microBatch ?? samples.Length, samples.Length);
        for (var start = 0; start < samples.Length; start += size)
        {
            var piece = samples[start..Math.Min(start + size, samples.Length)];
            sum = sum.Plus(AddGradients(train, piece, (double)piece.Length / samples.Length));
            if (!double.IsFinite(sum.Loss))
            {
                return sum;
            }
        }

        // The step's gradients are complete here: the place for an all-reduce over several nodes.
        var complete = Stopwatch.GetTimestamp();
        _state.Optimizer.step();
        _state.Average?.Update();
        return sum with { Update = update + Stopwatch.GetElapsedTime(complete) };
    }

    /// <summary>Adds the gradients of a piece to those that are there, unless its loss is not finite.</summary>
    private StepOutcome AddGradients(FlowSplit train, ReadOnlySpan<int> samples, double share)
    {
        using var scope = NewDisposeScope();
        var begin = Stopwatch.GetTimestamp();
        var network = _state.Bf16?.Network ?? _state.Network;
        var batch = FlowBatch.Gather(train, samples, network.Device);
        var loss = _loss.Compute(network.call(batch), batch, _recipe.ScaledLoss) * share;
        var number = (double)loss.item<float>();
        var forward = Stopwatch.GetTimestamp();
        if (!double.IsFinite(number))
        {
            return new(number, Stopwatch.GetElapsedTime(begin, forward), default, default);
        }

        loss.backward();
        _state.Bf16?.GiveGradients();
        return new(number, Stopwatch.GetElapsedTime(begin, forward), Stopwatch.GetElapsedTime(forward), default);
    }
}

/// <summary>What a step, or a piece of one, gave and where its time went.</summary>
/// <param name="Loss">The samples' loss before the step, weighted by their share of it.</param>
/// <param name="Forward">Gathering the batch, forward pass and loss.</param>
/// <param name="Backward">Gradients.</param>
/// <param name="Update">Clearing the old gradients, rounding weights to bfloat16, Adam, and the average of the weights; nothing where the loss is not finite.</param>
internal readonly record struct StepOutcome(double Loss, TimeSpan Forward, TimeSpan Backward, TimeSpan Update)
{
    public StepOutcome Plus(StepOutcome other) =>
        new(Loss + other.Loss, Forward + other.Forward, Backward + other.Backward, Update + other.Update);
}
