using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Batches;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Benchmarking;

/// <summary>A model with fresh weights that infers and trains, by the common recipe with the model's own loss.</summary>
internal sealed class BenchedModel : IDisposable
{
    private readonly ModelEntry _entry;
    private readonly TrainingState _state;
    private readonly TrainingLoop _loop;

    public BenchedModel(
        ModelEntry entry,
        NetworkOptions options,
        ComputePrecision precision = ComputePrecision.Fp32,
        int? microBatch = null,
        Device? device = null)
    {
        (_entry, Precision, MicroBatch) = (entry, precision, microBatch);
        _state = new TrainingState(() => entry.Create(options).to(device ?? CPU), Recipe.Common, precision);
        _loop = new TrainingLoop(_state, LossCatalog.Create(entry.Loss, []), Recipe.Common, microBatch);
        _state.Replica?.PullWeights();
    }

    public string Name => _entry.Name;

    public ComputePrecision Precision { get; }

    /// <summary>Samples of a micro-batch of a training step; null for whole steps.</summary>
    public int? MicroBatch { get; }

    /// <summary>The network that computes.</summary>
    public FlowNetwork Network => _state.Computing;

    /// <summary>Whether the network has trainable parameters.</summary>
    public bool Trains => TrainingOptimizers.Trained(Network).Any();

    public void Infer(FlowSplit maps)
    {
        if (Network.training)
        {
            Network.Prepare();
        }

        Predictor.Predict(Network, maps.Inputs, maps.Name, maps.Samples);
    }

    /// <summary>Runs one optimizer step over all maps.</summary>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public StepOutcome Train(FlowSplit maps)
    {
        if (!Network.training)
        {
            Network.train();
        }

        var outcome = _loop.RunStep(maps, [.. Enumerable.Range(0, maps.Samples)]);
        Devices.Finish(Network.Device);
        return double.IsFinite(outcome.Loss)
            ? outcome
            : throw new TrainingDivergedException(
                Invariant($"the loss of {Name} is {outcome.Loss} on the benchmark's maps; its steps cannot be timed"));
    }

    /// <summary>Counts the operators of inferring the first of the maps alone as a GPU does it, from arrays to arrays.</summary>
    public OperatorCount CountMap(FlowSplit maps)
    {
        using var forms = GpuForms.Force();
        return OperatorCounter.Count(() => Predictor.Infer(Network, maps.Inputs.Slice(0, 1), maps.Name));
    }

    /// <summary>
    /// Counts the operators of a step as a GPU runs it: in their forms for one, over maps that lie on the device, and with a loss that
    /// stays there. The loss is not checked.
    /// </summary>
    public OperatorCount CountStep(FlowSplit maps)
    {
        using var forms = GpuForms.Force();
        int[] samples = [.. Enumerable.Range(0, maps.Samples)];
        using var batches = new DeviceBatches(maps, Network.Device);
        using var losses = new StepLosses(Network.Device);
        batches.Begin(samples);
        return OperatorCounter.Count(() => _loop.RunStep(batches, samples, losses, drawFor: null));
    }

    public void Dispose() => _state.Dispose();
}
