using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Batches;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.Schedules;
using FineFlow.Torch.Training.State;
using FineFlow.Torch.Training.Strategies;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>Trains a state: epochs of steps, and steps of micro-batches, which the processes of a group take by turns.</summary>
internal sealed class TrainingLoop(
    TrainingState state, FlowLoss loss, Recipe recipe, int? microBatch, IReadOnlyList<TrainingCallback> callbacks, IProcessGroup processes)
{
    private readonly ILearningRateSchedule _schedule = LearningRateSchedules.Create(recipe);
    private readonly int? _microBatch = MicroBatches.Checked(microBatch, state.Network, processes.WorldSize);
    private readonly MicroStep _microStep = new(state, new(state, loss, recipe), callbacks.OfType<TrainingStrategy>().SingleOrDefault());
    private readonly GradientSum? _gradients = state.Optimizer is { } optimizer ? new(optimizer, processes) : null;
    private readonly Stopwatch _clock = new();
    private double _secondsBefore;

    /// <summary>Creates a loop for single steps, without callbacks or other processes.</summary>
    public TrainingLoop(TrainingState state, FlowLoss loss, Recipe recipe, int? microBatch = null)
        : this(state, loss, recipe, microBatch, [], new SingleProcess())
    {
    }

    /// <summary>
    /// Whether the training runs on a device of its own, by default: batches are then gathered there where the split fits, and a single
    /// process reads losses once in a while, so that no step waits for the device.
    /// </summary>
    internal bool RunsAhead { get; init; } = state.Network.Device.type != DeviceType.CPU;

    private Device Device => state.Network.Device;

    /// <summary>Trains until the last epoch's end, until a callback ends it, or until cancelled.</summary>
    public TrainingEnd Run(FlowSplit train, FlowSplit valid, long seed, CancellationToken cancellationToken)
    {
        Each(callback => callback.OnBegin(state));
        var epochs = state.Optimizer is null ? 1 : recipe.Epochs;
        var cancellation = new SharedCancellation(processes, cancellationToken);
        using var losses = new StepLosses(RunsAhead && processes.WorldSize == 1 ? Device : null);
        using var batches = RunsAhead && DeviceBatches.Fits(train, FreeMemory.Of(Device)) ? new DeviceBatches(train, Device) : null;
        try
        {
            while (state.Position.Epoch < epochs)
            {
                if (callbacks.Any(callback => callback.EndsTraining(state)))
                {
                    return TrainingEnd.OutOfPatience;
                }

                RunEpoch(train, batches, losses, seed, cancellation);
                Validate(train, valid, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsRequested)
        {
            Account(losses.Read());
            Each(callback => callback.OnCancelled(state));
            return TrainingEnd.Interrupted;
        }

        return TrainingEnd.Completed;
    }

    /// <summary>Runs one optimizer step over a batch. A loss that is not finite changes nothing.</summary>
    /// <param name="train">The training split.</param>
    /// <param name="batch">The samples' numbers in it.</param>
    public StepOutcome RunStep(FlowSplit train, ReadOnlySpan<int> batch)
    {
        using var losses = new StepLosses(keepsOn: null);
        return RunStep(new MainMemoryBatches(train, Device), batch, losses, drawFor: null);
    }

    /// <summary>Runs one optimizer step over a batch. A loss that is read at once and is not finite changes nothing.</summary>
    /// <param name="train">The training split.</param>
    /// <param name="batch">The samples' numbers in it.</param>
    /// <param name="losses">Takes the losses of the micro-batches.</param>
    /// <param name="drawFor">Lets dropout draw the numbers of a micro-batch, counted from 0; null: libtorch's own.</param>
    public StepOutcome RunStep(IBatchSource train, ReadOnlySpan<int> batch, StepLosses losses, Func<int, IDisposable>? drawFor)
    {
        using var scope = NewDisposeScope();
        var begin = Stopwatch.GetTimestamp();
        _gradients!.Begin();
        state.Replica?.PullWeights();
        var update = Stopwatch.GetElapsedTime(begin);

        var (outcome, piece) = (default(StepOutcome), 0);
        foreach (var round in MicroBatches.Divide(batch, _microBatch, processes.WorldSize))
        {
            using var draws = drawFor?.Invoke(piece + processes.Rank);
            outcome = RunRound(train, round, batch.Length, losses, outcome);
            if (!double.IsFinite(outcome.Loss))
            {
                return outcome;
            }

            _gradients.Add(round.Length);
            piece += round.Length;
        }

        var complete = Stopwatch.GetTimestamp();
        _gradients.Complete();
        if (recipe.ClipGrad is { } limit)
        {
            state.Optimizer!.ClipGradients(limit);
        }

        state.Optimizer!.Step();
        Each(callback => callback.OnWeightsMoved(state));
        return outcome with { Update = update + Stopwatch.GetElapsedTime(complete) };
    }

    /// <summary>Runs this process's micro-batch of a round, if there is one, and adds the losses of all to a step's outcome.</summary>
    private StepOutcome RunRound(IBatchSource train, int[][] round, int batch, StepLosses read, StepOutcome step)
    {
        var own = processes.Rank < round.Length && round[processes.Rank] is var samples
            ? _microStep.Run(train, samples, (double)samples.Length / batch, read)
            : default;
        var losses = processes.Gather(own.Loss).Take(round.Length);
        return step.Plus(own) with { Loss = losses.Aggregate(step.Loss, (sum, one) => sum + one) };
    }

    private void RunEpoch(FlowSplit train, DeviceBatches? onDevice, StepLosses losses, long seed, SharedCancellation cancellation)
    {
        cancellation.ThrowIfRequested();
        if (state.Optimizer is not { } optimizer)
        {
            return;
        }

        using var random = new StepRandom(seed, Device);
        var epoch = state.Position.Epoch;
        var order = BatchOrder.Shuffle(train.Samples, seed, epoch);
        var steps = recipe.StepsOf(order.Length);
        var batches = onDevice ?? (IBatchSource)new MainMemoryBatches(train, Device);
        onDevice?.Begin(order);
        _secondsBefore = state.Position.Seconds;
        _clock.Restart();
        state.Network.train();
        for (var step = state.Position.Step; step < steps; step++)
        {
            cancellation.ThrowIfRequested();
            if (step == 0 && recipe.ResetsMomentsBefore(epoch))
            {
                optimizer.Reset();
            }

            var start = step * recipe.BatchSize;
            var batch = order[start..Math.Min(start + recipe.BatchSize, order.Length)];
            optimizer.LearningRate = _schedule.RateAt(epoch, step, steps);
            losses.End(step, batch, RunStep(batches, batch, losses, DrawFor).Loss);
            state.Position = state.Position.AfterStep(batch.Length);
            if (losses.IsDue || step == steps - 1)
            {
                var last = Account(losses.Read());
                var report = new StepReport(
                    epoch + 1, recipe.Epochs, step + 1, steps, train.Samples, last, state.Position.SamplesPerSecond);
                Each(callback => callback.OnStep(state, report));
            }

            IDisposable DrawFor(int piece) => random.DrawFor(epoch, step, piece);
        }
    }

    /// <summary>Adds the losses of steps to the position, and returns the last one.</summary>
    /// <exception cref="TrainingDivergedException">One of them is not finite.</exception>
    private double Account(IReadOnlyList<ReadLoss> losses)
    {
        if (losses.Count == 0)
        {
            return 0;
        }

        foreach (var (step, samples, loss) in losses)
        {
            if (!double.IsFinite(loss))
            {
                throw TrainingDivergedException.At(
                    state.Position, Invariant($"the loss is {loss} in step {step + 1} (samples {string.Join(", ", samples)})"));
            }

            state.Position = state.Position.WithLoss(loss, samples.Length);
        }

        state.Position = state.Position with { Seconds = _secondsBefore + _clock.Elapsed.TotalSeconds };
        return losses[^1].Loss;
    }

    private void Validate(FlowSplit train, FlowSplit valid, SharedCancellation cancellation)
    {
        var (clock, steps) = (Stopwatch.StartNew(), recipe.StepsOf(train.Samples));
        var evaluation = new SharedEvaluation(processes, cancellation.ThrowIfRequested).Run(state.Validated, valid);
        var error = evaluation.Metrics[MetricCatalog.Mse];
        if (evaluation.Metrics.Samples > 0 && !double.IsFinite(error))
        {
            throw TrainingDivergedException.At(state.Position, Invariant($"the validation MSE is {error}"));
        }

        var rate = _schedule.RateAt(state.Position.Epoch, steps - 1, steps);
        var record = state.Position.Record(rate, evaluation.Metrics, evaluation.FlatBlocks, clock.Elapsed.TotalSeconds, recipe.Ema);
        state.Position = state.Position.AfterEpoch(record);
        Each(callback => callback.OnEpoch(state, record));
    }

    private void Each(Action<TrainingCallback> call)
    {
        foreach (var callback in callbacks)
        {
            call(callback);
        }
    }
}
