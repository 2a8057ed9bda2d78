using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;
using FineFlow.Core.Storage;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// Trains the model of a run. All randomness is a pure function of (seed, epoch, step) and the state is saved whole, so a run that
/// was stopped anywhere and resumed ends with the same weights, bit for bit (on the CPU with the same number of threads).
/// Everything runs on the calling thread, with the run's number of threads and its own random numbers: several trainers in one process, by
/// turns or at once, do not disturb each other. On a GPU they share libtorch's generator of the device.
/// </summary>
public sealed class Trainer : IDisposable
{
    /// <summary>A long epoch saves its state this often as well.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(2);

    private readonly RunFolder _run;
    private readonly Recipe _recipe;
    private readonly FlowSplit _train;
    private readonly FlowSplit _valid;
    private readonly TrainingState _state;
    private readonly TrainingStep _step;
    private readonly IReadOnlyList<ITrainingObserver> _observers;
    private readonly Generator _dropout = new(0, CPU);
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private TrainingPosition _position = new();
    private FolderLock? _lock;

    /// <param name="run">A run, new or begun before; a saved state in it is taken up.</param>
    /// <param name="data">The data that the run is about.</param>
    /// <param name="observers">Who hears of the progress.</param>
    /// <exception cref="BadInputException">
    /// The data are not the run's, the network's definition does not admit them, the state is damaged, or the folder cannot be written
    /// or is another trainer's.
    /// </exception>
    public Trainer(RunFolder run, FlowDataset data, params IReadOnlyList<ITrainingObserver> observers)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(data);
        var manifest = run.Manifest;
        manifest.CheckData(data);
        (_run, _recipe, _observers) = (run, manifest.Recipe, observers);
        var loss = manifest.CreateLoss();
        (_train, _valid) = (data["train"], data["valid"]);

        using var threads = ComputeThreads.Use(manifest.Threads);
        _state = FreshWeights.Draw(manifest.Seed, manifest.CreateState);
        try
        {
            _step = new TrainingStep(_state, loss, _recipe, manifest.MicroBatch);
            Begin(data.Folder);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Trains until the recipe's end, until patience runs out, or until cancelled: then the state is saved after the current step
    /// or batch of validation.</summary>
    /// <exception cref="TrainingDivergedException">The loss is not finite; says where.</exception>
    public TrainingOutcome Run(CancellationToken cancellationToken = default)
    {
        using var threads = ComputeThreads.Use(_run.Manifest.Threads);
        var epochs = _state.Optimizer is null ? 1 : _recipe.Epochs;
        while (_position.Epoch < epochs)
        {
            if (_position.OutOfPatience(_recipe.Patience))
            {
                return new(TrainingEnd.OutOfPatience, _position.History);
            }

            if (!TrainEpoch(cancellationToken) || !FinishEpoch(cancellationToken))
            {
                Save();
                return new(TrainingEnd.Interrupted, _position.History);
            }
        }

        return new(TrainingEnd.Completed, _position.History);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _dropout.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Checks everything, then takes up the saved state if there is one. Until all is checked nothing is written.</summary>
    private void Begin(string dataFolder)
    {
        foreach (var split in new[] { _train, _valid })
        {
            _state.Network.CheckInput(split.Inputs, Invariant($"{dataFolder}/{split.Name}"));
        }

        _state.Network.Fit(_train);
        _lock = FolderLock.Take(_run.Path);
        _run.CheckStillNew();
        if (File.Exists(_run.StateFile))
        {
            _position = _state.Load(_run.StateFile);
        }
        else if (Directory.Exists(_run.ModelFolder))
        {
            // A killed first epoch leaves no state; a finished one always does.
            throw new BadInputException(_run.StateFile, "is missing, though the run has a model; it cannot go on without its state");
        }

        _run.WriteManifest();
        _run.Sweep();
        if (_position.Best is { } best)
        {
            // History and bundle follow from the state: written again, what a kill tore is whole.
            _run.WriteHistory(_position.History);
            SaveBest(best);
        }
    }

    /// <summary>The rest of the current epoch; false when cancelled before its end.</summary>
    private bool TrainEpoch(CancellationToken cancellationToken)
    {
        if (_state.Optimizer is null)
        {
            return !cancellationToken.IsCancellationRequested;
        }

        var order = BatchOrder.Shuffle(_train.Samples, _run.Manifest.Seed, _position.Epoch);
        var steps = _recipe.StepsOf(order.Length);
        SetLearningRate(_state.Optimizer);

        _state.Network.train();
        var clock = Stopwatch.StartNew();
        var secondsBefore = _position.Seconds;
        while (_position.Step < steps)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            var start = _position.Step * _recipe.BatchSize;
            var samples = order.AsSpan(start, Math.Min(_recipe.BatchSize, order.Length - start));
            var loss = Step(samples);

            _position = _position with
            {
                Step = _position.Step + 1,
                LossSum = _position.LossSum + loss * samples.Length,
                Samples = _position.Samples + samples.Length,
                Seconds = secondsBefore + clock.Elapsed.TotalSeconds,
            };
            Report(new StepReport(
                _position.Epoch + 1, _recipe.Epochs, _position.Step, steps, loss, _position.Samples / _position.Seconds));
            if (_sinceSave.Elapsed > SaveInterval)
            {
                Save();
            }
        }

        return true;
    }

    private void SetLearningRate(Adam optimizer)
    {
        var rate = _recipe.LearningRateAt(_position.Epoch);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

    /// <summary>Whether the optimizer begins anew with the coming step.</summary>
    private bool ResetsMoments() =>
        _recipe.ResetsMoments
        && _position is { Step: 0, Epoch: > 0 }
        && _recipe.LearningRateAt(_position.Epoch) != _recipe.LearningRateAt(_position.Epoch - 1);

    /// <summary>One optimizer step; returns the batch's loss.</summary>
    private double Step(ReadOnlySpan<int> samples)
    {
        using var scope = NewDisposeScope();
        SeedStep();
        using var draws = SeededDropout.DrawFrom(_dropout);
        if (ResetsMoments())
        {
            _state.ResetMoments();
        }

        var loss = _step.Take(_train, samples).Loss;
        return double.IsFinite(loss)
            ? loss
            : throw Diverged(
                Invariant($"the loss is {loss} in step {_position.Step + 1} (samples {string.Join(", ", samples.ToArray())})"));
    }

    /// <summary>Validates, keeps the best, and writes everything down; false when cancelled before the validation's end, which changes
    /// nothing.</summary>
    private bool FinishEpoch(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        if (Validate(cancellationToken) is not { } evaluation)
        {
            return false;
        }

        var mse = evaluation.Metrics[MetricCatalog.Mse];
        if (!double.IsFinite(mse))
        {
            throw Diverged(Invariant($"the validation MSE is {mse}"));
        }

        var best = _position.Best is not { } previous || mse < previous.Valid[MetricCatalog.Mse];
        if (best)
        {
            _state.KeepAsBest();
        }

        var record = new EpochRecord(
            _position.Epoch + 1,
            _recipe.LearningRateAt(_position.Epoch),
            _position.Samples == 0 ? null : _position.LossSum / _position.Samples,
            evaluation.Metrics,
            evaluation.FlatBlocks,
            best,
            _position.Seconds + clock.Elapsed.TotalSeconds,
            _position.Samples == 0 ? 0 : _position.Samples / _position.Seconds,
            _position.Samples == 0 ? null : _recipe.Ema);
        _position = new TrainingPosition { Epoch = _position.Epoch + 1, History = [.. _position.History, record] };
        Save();
        _run.WriteHistory(_position.History);
        if (best)
        {
            SaveBest(record);
        }

        foreach (var observer in _observers)
        {
            observer.OnEpoch(record);
        }

        return true;
    }

    /// <summary>How well the network does on the validation split; null when cancelled.</summary>
    private Evaluation? Validate(CancellationToken cancellationToken)
    {
        try
        {
            return Evaluation.Run(_state.Validated, _valid, "valid", cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Save()
    {
        if (!_state.IsFinite())
        {
            throw Diverged(Invariant($"a weight or a moment of its gradient is not finite by step {_position.Step}"));
        }

        _state.Save(_run.StateFile, _position);
        _sinceSave.Restart();
    }

    private void SaveBest(EpochRecord best) => _run.WriteModel(_state, best);

    /// <summary>Seeds what dropout draws from anew in each step, which leaves no state to save.</summary>
    private void SeedStep()
    {
        var stream = ((long)_position.Epoch << 32) | (uint)_position.Step;
        var seed = (long)new RandomStream(_run.Manifest.Seed, stream).NextUInt64();
        _dropout.manual_seed(seed);
        if (_state.Network.Device.type == DeviceType.CUDA)
        {
            cuda.manual_seed(seed);
        }
    }

    private void Report(StepReport step)
    {
        foreach (var observer in _observers)
        {
            observer.OnStep(step);
        }
    }

    private TrainingDivergedException Diverged(string what) => new(
        Invariant($"training diverged in epoch {_position.Epoch + 1}: {what}; ")
            + "a lower learning rate may help. The last saved state is kept.");
}
