using System.Security.Cryptography;
using System.Text;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Drift;
using FineFlow.Core.Storage;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;

namespace FineFlow.Torch.Training;

/// <summary>
/// Trains the model of a run. All randomness is a pure function of (seed, epoch, step) and the state is saved whole, so a run that was
/// stopped anywhere and resumed ends with the same weights, bit for bit (on the CPU with the same number of threads). Everything runs on
/// the calling thread, with the run's number of threads and its own random numbers: several trainers in one process, by turns or at once,
/// do not disturb each other. On a GPU they share libtorch's generator of the device.
/// </summary>
public sealed class Trainer
{
    private RunFolder _run;
    private readonly FlowDataset _data;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly IProcessGroup _processes;
    private readonly Lazy<CoarseReference> _reference;

    /// <param name="run">A run, new or begun before.</param>
    /// <param name="data">The data that the run is about.</param>
    /// <param name="progress">Receives where the training is.</param>
    public Trainer(RunFolder run, FlowDataset data, IProgress<TrainingProgress>? progress = null)
        : this(run, data, new SingleProcess(), progress)
    {
    }

    /// <summary>
    /// Creates a trainer for one of several processes. They need not write to one folder, but all read the state to go on with.
    /// </summary>
    internal Trainer(RunFolder run, FlowDataset data, IProcessGroup processes, IProgress<TrainingProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        (_run, _data, _processes, _progress) = (run, run.Manifest.DataOf(data), processes, progress);
        _reference = new(() => CoarseReference.Measure(_data[SplitNames.Train].Inputs, data.SlotsPerDay));
    }

    /// <summary>
    /// What the training does beside the ordinary steps, in one process with whole batches and without an average of the weights; null:
    /// nothing. The caller disposes of it.
    /// </summary>
    internal TrainingStrategy? Strategy { get; init; }

    /// <summary>
    /// Trains from the saved state, or from the beginning, until the recipe's end, until patience runs out, or until cancelled: then the
    /// state is saved after the current step or batch of validation. Nothing is written before everything has been checked.
    /// </summary>
    /// <exception cref="BadInputException">
    /// The data are not the run's, the network's definition does not admit them, the state is damaged, or the folder cannot be written
    /// or is another trainer's.
    /// </exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight is not finite; says where.</exception>
    public TrainingOutcome Run(CancellationToken cancellationToken = default)
    {
        var manifest = _run.Manifest;
        manifest.CheckData(_data);
        using var threads = ComputeThreads.Use(manifest.Threads);
        return DeterministicAlgorithms.Run(
            manifest.Deterministic, manifest.Device, manifest.Model, () => Train(manifest, cancellationToken));
    }

    private TrainingOutcome Train(RunManifest manifest, CancellationToken cancellationToken)
    {
        using var state = FreshWeights.Draw(manifest.Seed, () => TrainingState.Create(manifest));
        using var best = new BestModel(state);
        using var average = manifest.Recipe.Ema is { } decay
            ? FreshWeights.Draw(manifest.Seed, () => new WeightAverage(state, manifest.CreateNetworkOnDevice(), decay))
            : null;
        Strategy?.Attach(state, best.Weights);
        Check(state);
        _processes.RequireSame(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{manifest.ToJson()}")),
            "was started with other settings, data or software than process 0; expected the same in each");

        var initial = InitialWeightsFor(state);
        var loop = new TrainingLoop(state, manifest.Loss, manifest.Recipe, manifest.MicroBatch, Callbacks(best, average), _processes);
        using var folder = _processes.Rank == 0 ? FolderLock.Take(_run.Path) : null;
        Begin(state);
        var end = loop.Run(_data[SplitNames.Train], _data[SplitNames.Valid], manifest.Seed, cancellationToken);
        var finished = end == TrainingEnd.Interrupted || _processes.Rank > 0 ? null : Finish(state, best);
        return new(end, state.Position.History, initial) { Finished = finished };
    }

    private List<TrainingCallback> Callbacks(BestModel best, WeightAverage? average)
    {
        List<TrainingCallback> callbacks = average is null ? [best] : [average, best];
        if (Strategy is not null)
        {
            callbacks.Add(Strategy);
        }

        if (_processes.WorldSize > 1)
        {
            callbacks.Add(new SameWeights(_processes));
        }

        if (_processes.Rank == 0)
        {
            callbacks.Add(new Checkpoint(_run, best, _reference));
            if (_progress is not null)
            {
                callbacks.Add(new ProgressReports(_progress));
            }
        }

        if (_run.Manifest.Recipe.Patience is { } patience)
        {
            callbacks.Add(new EarlyStopping(patience));
        }

        return callbacks;
    }

    /// <summary>
    /// Fits what is made of the best weights, and writes the finished bundle. It follows from the state, so it may be repeated.
    /// </summary>
    private EpochRecord? Finish(TrainingState state, BestModel best)
    {
        var (network, valid) = (state.Network, _data[SplitNames.Valid]);
        network.load_state_dict(best.Weights.ToDictionary());
        if (!network.Finish(valid))
        {
            return null;
        }

        var evaluation = Evaluation.Run(network, valid, valid.Name);
        var finished = state.Position.Best! with { Valid = evaluation.Metrics, FlatBlocks = evaluation.FlatBlocks };
        network.Remember(valid);
        _run.WriteModel(network, network.state_dict(), finished, _reference.Value);
        return finished;
    }

    /// <summary>Puts another run's weights into a run that begins, and tells what fits.</summary>
    private InitialWeights? InitialWeightsFor(TrainingState state)
    {
        if (_run.Manifest.InitFrom is not { } source || File.Exists(_run.StateFile))
        {
            return null;
        }

        var (sha256, place) = (_run.Manifest.InitSha256, _run.Manifest.InitPlace);
        var initial = new InitialWeights(WeightTransfer.Apply(source, sha256, state.Network, place));
        _run = _run.With(_run.Manifest with { Initial = initial.Transfer });
        _progress?.Report(initial);
        return initial;
    }

    /// <summary>Refuses data that the network does not admit.</summary>
    private void Check(TrainingState state)
    {
        foreach (var split in new[] { _data[SplitNames.Train], _data[SplitNames.Valid] })
        {
            state.Network.CheckInput(split.Inputs, Invariant($"{_data.Folder}/{split.Name}"));
        }
    }

    /// <summary>Takes up the saved state, or fits what gradients do not train.</summary>
    private void Begin(TrainingState state)
    {
        if (_run.Manifest.Initial?.StaticWeights is { } weights)
        {
            state.Network.TakeStatic(weights);
        }

        state.Network.Fit(_data[SplitNames.Train], _data[SplitNames.Valid]);
        state.Replica?.Network.ShareFit(state.Network);
        if (_processes.Rank == 0)
        {
            _run.CheckStillNew();
        }

        if (File.Exists(_run.StateFile))
        {
            state.Load(_run.StateFile);
        }
        else if (Directory.Exists(_run.ModelFolder))
        {
            // A killed first epoch leaves no state; a finished one always does.
            throw new BadInputException(_run.StateFile, "is missing, though the run has a model; it cannot go on without its state");
        }
    }
}
