using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Training;

namespace FineFlow.Torch.Benchmarking;

/// <summary>A fresh network that infers and, once asked to, trains by the common recipe with its own loss.</summary>
internal sealed class BenchedModel : IDisposable
{
    private readonly ModelEntry _entry;
    private TrainingState? _state;
    private TrainingStep? _step;

    public BenchedModel(ModelEntry entry, NetworkOptions options) => (_entry, Network) = (entry, entry.Create(options));

    public string Name => _entry.Name;

    public FlowNetwork Network { get; }

    /// <summary>Whether there is anything that gradients train.</summary>
    public bool Trains => Network.parameters().Any(parameter => parameter.requires_grad);

    public void Infer(FlowSplit maps) => Predictor.Predict(Network, maps.Coarse, maps.External, maps.Name, maps.Samples);

    /// <summary>One optimizer step over all the maps.</summary>
    public StepOutcome Train(FlowSplit maps)
    {
        _state ??= new TrainingState(Network, Recipe.Common);
        _step ??= new TrainingStep(_state, LossCatalog.Create(_entry.Loss, []), Recipe.Common);
        if (!Network.training)
        {
            Network.train();
        }

        var outcome = _step.Take(maps, [.. Enumerable.Range(0, maps.Samples)]);
        return double.IsFinite(outcome.Loss)
            ? outcome
            : throw new TrainingDivergedException($"the loss of {Name} is {outcome.Loss} on the benchmark's maps; its steps cannot be timed");
    }

    public void Dispose()
    {
        if (_state is null)
        {
            Network.Dispose();
        }
        else
        {
            _state.Dispose();
        }
    }
}
