using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>The optimizer step of a training: forward, loss, backward, Adam. The network is in training mode and has parameters.</summary>
internal sealed class TrainingStep(TrainingState state, FlowLoss loss, Recipe recipe)
{
    /// <summary>Takes one step over some samples. A loss that is not finite moves nothing; the caller decides what to do about it.</summary>
    public StepOutcome Take(FlowSplit train, ReadOnlySpan<int> samples)
    {
        using var scope = NewDisposeScope();
        var begin = Stopwatch.GetTimestamp();
        var (batch, truth) = FlowBatch.Gather(train, samples);
        state.Bf16?.TakeWeights();
        var network = state.Bf16?.Network ?? state.Network;
        var unit = recipe.ScaledLoss ? network.OutputScale : 1;
        var value = network.TrainingLoss(loss, batch.Coarse, batch.External, truth, unit);
        var number = (double)value.item<float>();
        var forward = Stopwatch.GetTimestamp();
        if (!double.IsFinite(number))
        {
            return new(number, Stopwatch.GetElapsedTime(begin, forward), default, default);
        }

        state.Optimizer!.zero_grad();
        state.Bf16?.ClearGradients();
        var cleared = Stopwatch.GetTimestamp();
        value.backward();
        state.Bf16?.GiveGradients();
        var backward = Stopwatch.GetTimestamp();

        // The step's gradients are complete here: the place for an all-reduce over several nodes.
        state.Optimizer.step();
        return new(
            number,
            Stopwatch.GetElapsedTime(begin, forward),
            Stopwatch.GetElapsedTime(cleared, backward),
            Stopwatch.GetElapsedTime(forward, cleared) + Stopwatch.GetElapsedTime(backward));
    }
}

/// <summary>What a step gave and where its time went.</summary>
/// <param name="Loss">The batch's loss before the step.</param>
/// <param name="Forward">Gathering the batch, forward pass and loss.</param>
/// <param name="Backward">Gradients.</param>
/// <param name="Update">Clearing the old gradients, and Adam.</param>
internal readonly record struct StepOutcome(double Loss, TimeSpan Forward, TimeSpan Backward, TimeSpan Update);
