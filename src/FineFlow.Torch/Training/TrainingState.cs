using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training;

/// <summary>
/// The tensors of a training: the network, Adam's moments, the average of the weights, and the weights of the best epoch. They are saved with the position as one
/// file, so that a kill at any moment leaves one consistent state.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private const string PositionKey = "position";
    private const string ChecksumKey = "sha256";

    private readonly Dictionary<string, Tensor> _best;
    private readonly List<string> _names;
    private readonly List<Adam.State> _moments;

    /// <param name="create">Makes the network, and others of the same options where the training needs them.</param>
    /// <param name="recipe">How it is trained.</param>
    /// <param name="precision">The numbers that steps are computed in.</param>
    public TrainingState(Func<FlowNetwork> create, Recipe recipe, NumberType precision = NumberType.Fp32)
    {
        Network = create();
        Bf16 = precision == NumberType.Bf16 ? new Bf16Copy(Network, create()) : null;
        Average = recipe.Ema is { } decay ? new WeightAverage(Network, create(), decay) : null;
        var trained = Network.named_parameters().Where(p => p.parameter.requires_grad).ToList();
        _names = [.. trained.Select(p => p.name)];
        if (_names.Count > 0)
        {
            Optimizer = optim.Adam(trained.Select(p => p.parameter), recipe.LearningRate, recipe.Beta1, recipe.Beta2);
        }

        _moments = [.. Optimizer?.state_dict().State.Cast<Adam.State>() ?? []];
        using var noGradients = no_grad();
        _best = Network.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());
    }

    public FlowNetwork Network { get; }

    /// <summary>The copy that computes the steps, if they are in bfloat16.</summary>
    public Bf16Copy? Bf16 { get; }

    /// <summary>The average of the weights, if the recipe says so.</summary>
    public WeightAverage? Average { get; }

    /// <summary>The network that is validated and kept: of the averaged weights where there are any.</summary>
    public FlowNetwork Validated => Average is { IsEmpty: false } average ? average.Network : Network;

    /// <summary>Adam over the network's parameters; null for a model without any.</summary>
    public Adam? Optimizer { get; }

    /// <summary>The weights of the best epoch.</summary>
    public IReadOnlyDictionary<string, Tensor> Best => _best;

    /// <summary>Whether weights and moments are numbers: a loss may be one while its gradient, or the gradient's square, is not.</summary>
    public bool IsFinite()
    {
        using var scope = NewDisposeScope();
        var moments = _moments.SelectMany(m => new[] { m.exp_avg, m.exp_avg_sq });
        return Network.parameters().Concat(moments).All(t => t.isfinite().all().item<bool>());
    }

    /// <summary>Keeps the weights of <see cref="Validated"/> as the best.</summary>
    public void KeepAsBest()
    {
        using var noGradients = no_grad();
        foreach (var (name, tensor) in Validated.state_dict())
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
        using var scope = NewDisposeScope();
        var parts = Parts();
        var json = JsonSerializer.Serialize(position, JsonStyle.Line);
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [PositionKey] = json, [ChecksumKey] = Checksum(json, parts) });
        foreach (var (prefix, tensors) in parts)
        {
            WeightsFile.Add(writer, prefix, tensors);
        }

        writer.Write(path);
    }

    /// <exception cref="BadInputException">The file is damaged or belongs to another network; this state is then of no use.</exception>
    public TrainingPosition Load(string path)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(PositionKey, out var json) || !file.Metadata.TryGetValue(ChecksumKey, out var checksum))
        {
            throw new BadInputException(path, $"lacks '{PositionKey}' or '{ChecksumKey}'; it is no training state");
        }

        var parts = Parts();
        foreach (var (prefix, tensors) in parts)
        {
            WeightsFile.Read(path, file, prefix, tensors);
        }

        if (Checksum(json, parts) != checksum)
        {
            throw new BadInputException(path, "is damaged: its content has another SHA-256 than it says");
        }

        RestoreSteps(parts[^1].Tensors.Values);
        return JsonSerializer.Deserialize<TrainingPosition>(json, JsonStyle.Line)!;
    }

    public void Dispose()
    {
        Optimizer?.Dispose();
        foreach (var tensor in _best.Values)
        {
            tensor.Dispose();
        }

        Average?.Dispose();
        Bf16?.Dispose();
        Network.Dispose();
    }

    /// <summary>
    /// All tensors of the state by their prefix in the file. Adam counts each parameter's steps: one without a gradient, as the layer
    /// of an hour that a batch lacks, takes none.
    /// </summary>
    private List<(string Prefix, IReadOnlyDictionary<string, Tensor> Tensors)> Parts() =>
    [
        ("model.", Network.state_dict()),
        ("best.", _best),
        .. Average?.Parts() ?? [],
        ("adam.exp_avg.", Moments(m => m.exp_avg)),
        ("adam.exp_avg_sq.", Moments(m => m.exp_avg_sq)),
        ("adam.step.", Moments(m => tensor(m.step))),
    ];

    private Dictionary<string, Tensor> Moments(Func<Adam.State, Tensor> moment) =>
        _names.Zip(_moments).ToDictionary(p => p.First, p => moment(p.Second));

    /// <summary>
    /// Sets each parameter's count of steps. One that has taken a step keeps a gradient from then on, zero where a batch does not reach
    /// it, and Adam goes on moving it; so it gets one here.
    /// </summary>
    private void RestoreSteps(IEnumerable<Tensor> steps)
    {
        foreach (var (parameter, moments, count) in Optimizer?.parameters().Zip(_moments, steps) ?? [])
        {
            moments.step = count.item<long>();
            if (moments.step > 0)
            {
                parameter.grad = zeros_like(parameter);
            }
        }
    }

    private static string Checksum(string position, IEnumerable<(string Prefix, IReadOnlyDictionary<string, Tensor> Tensors)> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(position));
        foreach (var tensor in parts.SelectMany(part => part.Tensors.Values))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
