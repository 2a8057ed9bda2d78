using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Callbacks;

/// <summary>Keeps the weights of the best epoch.</summary>
internal sealed class BestModel : TrainingCallback, IDisposable
{
    private readonly Dictionary<string, Tensor> _weights;

    /// <param name="state">The training; the weights become part of its state.</param>
    public BestModel(TrainingState state)
    {
        using var noGradients = no_grad();
        _weights = state.Network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        state.Keep(new("best.", _weights));
    }

    /// <summary>The weights of the best epoch; before the first one's end, fresh weights.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <inheritdoc/>
    public override void OnEpoch(TrainingState state, EpochRecord record)
    {
        if (!record.Best)
        {
            return;
        }

        using var noGradients = no_grad();
        foreach (var (name, tensor) in state.Validated.state_dict())
        {
            _weights[name].copy_(tensor);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _weights.Values)
        {
            tensor.Dispose();
        }
    }
}
