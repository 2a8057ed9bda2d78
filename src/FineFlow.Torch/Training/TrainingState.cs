using System.Globalization;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// The tensors of a training: the network, Adam's moments, and the weights of the best epoch. They are saved with the position as one
/// file, so that a kill at any moment leaves one consistent state.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private const string PositionKey = "position";
    private const string AdamStepKey = "adam_step";
    private const string ModelPrefix = "model.";
    private const string BestPrefix = "best.";
    private const string MeanPrefix = "adam.exp_avg.";
    private const string VariancePrefix = "adam.exp_avg_sq.";

    private readonly Dictionary<string, Tensor> _best;
    private readonly List<string> _names;
    private readonly List<Adam.State> _moments;

    public TrainingState(FlowNetwork network, Recipe recipe)
    {
        Network = network;
        _names = [.. network.named_parameters().Select(p => p.name)];
        if (_names.Count > 0)
        {
            Optimizer = optim.Adam(network.parameters(), recipe.LearningRate, recipe.Beta1, recipe.Beta2);
        }

        _moments = [.. Optimizer?.state_dict().State.Cast<Adam.State>() ?? []];
        _best = network.state_dict().ToDictionary(p => p.Key, p => p.Value.detach().clone());
    }

    public FlowNetwork Network { get; }

    /// <summary>Adam over the network's parameters; null for a model without any.</summary>
    public Adam? Optimizer { get; }

    /// <summary>The weights of the best epoch.</summary>
    public IReadOnlyDictionary<string, Tensor> Best => _best;

    /// <summary>Keeps the present weights as the best.</summary>
    public void KeepAsBest()
    {
        using var noGradients = no_grad();
        foreach (var (name, tensor) in Network.state_dict())
        {
            _best[name].copy_(tensor);
        }
    }

    /// <summary>Makes Adam as good as new.</summary>
    public void ResetMoments()
    {
        foreach (var moments in _moments)
        {
            moments.step = 0;
            moments.exp_avg.zero_();
            moments.exp_avg_sq.zero_();
        }
    }

    public void Save(string path, TrainingPosition position)
    {
        var step = _moments.Count == 0 ? 0 : _moments[0].step;
        var writer = new SafetensorsWriter(new Dictionary<string, string>
        {
            [PositionKey] = JsonSerializer.Serialize(position, JsonStyle.Line),
            [AdamStepKey] = step.ToString(CultureInfo.InvariantCulture),
        });
        WeightsFile.Add(writer, ModelPrefix, Network.state_dict());
        WeightsFile.Add(writer, BestPrefix, _best);
        WeightsFile.Add(writer, MeanPrefix, Moments(m => m.exp_avg));
        WeightsFile.Add(writer, VariancePrefix, Moments(m => m.exp_avg_sq));
        writer.Write(path);
    }

    /// <exception cref="BadInputException">The file is damaged or belongs to another network.</exception>
    public TrainingPosition Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(PositionKey, out var json)
            || !file.Metadata.TryGetValue(AdamStepKey, out var text)
            || !long.TryParse(text, CultureInfo.InvariantCulture, out var step))
        {
            throw new BadInputException(path, $"lacks '{PositionKey}' or '{AdamStepKey}'; it is no training state");
        }

        var position = TrainingPosition.Parse(json, path);
        WeightsFile.Read(path, file, ModelPrefix, Network.state_dict());
        WeightsFile.Read(path, file, BestPrefix, _best);
        WeightsFile.Read(path, file, MeanPrefix, Moments(m => m.exp_avg));
        WeightsFile.Read(path, file, VariancePrefix, Moments(m => m.exp_avg_sq));
        _moments.ForEach(m => m.step = step);
        return position;
    }

    public void Dispose()
    {
        Optimizer?.Dispose();
        foreach (var tensor in _best.Values)
        {
            tensor.Dispose();
        }

        Network.Dispose();
    }

    private Dictionary<string, Tensor> Moments(Func<Adam.State, Tensor> moment) =>
        _names.Zip(_moments).ToDictionary(p => p.First, p => moment(p.Second));
}
