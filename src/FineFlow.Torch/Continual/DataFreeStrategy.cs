using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual;

/// <summary>
/// UNO's training without stored data (Gao et al., IJCAI 2024, the published code's first version): the loss against targets with
/// <see cref="FlowNoise"/>, plus the loss of the exchanged samples against their true targets; from the second task on, every epoch begins
/// with the best weights so far, while Adam keeps its moments.
/// </summary>
internal sealed class DataFreeStrategy(TaskContext task) : TaskStrategy(task)
{
    private IReadOnlyDictionary<string, Tensor>? _best;

    /// <inheritdoc/>
    public override void Attach(TrainingState state, IReadOnlyDictionary<string, Tensor> best)
    {
        base.Attach(state, best);
        _best = best;
    }

    /// <inheritdoc/>
    public override Tensor Loss(FlowBatch batch, StepLoss loss)
    {
        var samples = (int)batch.Coarse.shape[0];
        var positions = FlowNoise.DrawPositions(Task.Draws.ForStep(State!.Position), samples, Task.Options.NoisyTargets);
        var noisy = loss.Of(batch with { Truth = FlowNoise.Shift(batch.Truth!, positions) });
        return noisy + loss.Of(BatchSamples.Select(batch, positions));
    }

    /// <summary>Goes back to the best weights after an epoch that was not the best.</summary>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        if (!Task.IsFirst && !record.Best)
        {
            state.Network.load_state_dict(_best!.ToDictionary());
        }
    }
}
