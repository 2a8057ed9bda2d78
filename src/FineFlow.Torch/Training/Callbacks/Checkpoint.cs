using System.Diagnostics;
using FineFlow.Core.Drift;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>
/// Writes the run folder: the state now and then, after every epoch and when cancelled; the history after every epoch; the bundle of every
/// better epoch.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="best">The weights of the best epoch.</param>
/// <param name="reference">The coarse maps of the training in brief.</param>
internal sealed class Checkpoint(RunFolder run, BestModel best, Lazy<CoarseReference> reference) : TrainingCallback
{
    /// <summary>A long epoch saves its state this often as well.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();

    /// <summary>Writes run.json, then history and bundle again: they follow from the state, so this repairs a killed write.</summary>
    public override void OnBegin(TrainingState state)
    {
        run.WriteManifest();
        run.Sweep();
        if (state.Position.Best is { } epoch)
        {
            run.WriteHistory(state.Position.History);
            WriteModel(state, epoch);
        }
    }

    /// <inheritdoc/>
    public override void OnStep(TrainingState state, StepReport report)
    {
        if (_sinceSave.Elapsed > Interval)
        {
            Save(state);
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        Save(state);
        run.WriteHistory(state.Position.History);
        if (record.Best)
        {
            WriteModel(state, record);
        }
    }

    /// <inheritdoc/>
    public override void OnCancelled(TrainingState state) => Save(state);

    private void WriteModel(TrainingState state, EpochRecord epoch) =>
        run.WriteModel(state.Network, best.Weights, epoch, reference.Value);

    private void Save(TrainingState state)
    {
        if (!state.IsFinite())
        {
            throw TrainingDivergedException.At(
                state.Position, Invariant($"a weight or a moment of its gradient is not finite by step {state.Position.Step}"));
        }

        state.Save(run.StateFile);
        _sinceSave.Restart();
    }
}
