using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Inference;

/// <summary>Why a tensor was not taken over.</summary>
public enum RemadeReason
{
    /// <summary>It belongs to the cells of another place.</summary>
    Place,

    /// <summary>Each training makes it of its own data, as shares of the past.</summary>
    Fitted,

    /// <summary>It has another shape there, as settings, channels or the map's size ask.</summary>
    Shape,

    /// <summary>The source lacks it.</summary>
    Missing,
}

/// <summary>A tensor that was made anew.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="Reason">Why.</param>
/// <param name="Shapes">Both shapes where they differ; null elsewhere.</param>
public sealed record RemadeTensor(string Name, RemadeReason Reason, string? Shapes = null);

/// <summary>
/// What a network took over from another run or bundle of the same model and upscaling factor. Tensors are matched by name and shape.
/// </summary>
/// <param name="Source">The run folder or bundle.</param>
/// <param name="WeightsSha256">SHA-256 of its weights, in hexadecimal.</param>
/// <param name="Taken">Tensors that were taken over.</param>
/// <param name="Remade">Tensors that were made anew.</param>
/// <param name="Unused">Tensors of the source that the network lacks.</param>
/// <param name="Data">The name of the data that it was trained on; null where its card has none.</param>
/// <param name="Place">Whether it was trained in this place; null: not known, and of no matter to this network.</param>
public sealed record WeightTransfer(
    string Source,
    string WeightsSha256,
    IReadOnlyList<string> Taken,
    IReadOnlyList<RemadeTensor> Remade,
    IReadOnlyList<string> Unused,
    string? Data = null,
    WeightsPlace? Place = null)
{
    /// <summary>What static maps say of shares there, for a city with the same maps and without fine counts; null: nothing.</summary>
    [JsonInclude]
    internal PlaceWeights? StaticWeights { get; init; }

    /// <summary>Puts the weights of a run or bundle into a network, as far as their shape and meaning carry over.</summary>
    /// <param name="source">The run folder or bundle.</param>
    /// <param name="sha256">SHA-256 of its weights when the run was planned; null: not checked.</param>
    /// <param name="network">The network, with fresh weights.</param>
    /// <param name="place">Whether the source was trained in the network's place; null: not known.</param>
    /// <exception cref="BadInputException">
    /// The bundle cannot be loaded, has changed, is of another model or factor, nothing of it carries over, or its place matters and is not
    /// known. The network is then unchanged.
    /// </exception>
    internal static WeightTransfer Apply(string source, string? sha256, FlowNetwork network, WeightsPlace? place)
    {
        using var model = ModelBundle.Load(source);
        if (sha256 is not null && model.Card.WeightsSha256 != sha256)
        {
            throw Refusal(source, "holds other weights than this run was planned with (the SHA-256 in run.json differs)");
        }

        RequireSame(source, "model", model.Card.Model, network.GetName());
        RequireSame(source, "scale_factor", model.Network.Options.ScaleFactor, network.Options.ScaleFactor);
        using var noGradients = no_grad();
        var (own, given) = (network.state_dict(), model.Network.state_dict());
        HashSet<string> ofPlace = place == WeightsPlace.Same ? [] : PlaceTensors.Of(network);
        RequirePlace(source, place, own.Where(pair => ofPlace.Contains(pair.Key) && !network.IsFitted(pair.Key)), given);
        var remade = own.Select(pair => Remade(pair.Key, pair.Value)).OfType<RemadeTensor>().ToList();
        var taken = own.Keys.Except(remade.Select(tensor => tensor.Name)).ToList();
        if (taken.Count == 0)
        {
            throw Refusal(
                source, $"has no tensor that this {network.GetName()} could take over: {Summary(remade)}");
        }

        if (model.Card.StaticWeights is { IsSound: false })
        {
            throw Refusal(source, "has a card whose static_weights are not two numbers a map for each channel");
        }

        taken.ForEach(name => own[name].copy_(given[name]));
        network.ForgetPrepared();
        IReadOnlyList<string> unused = [.. given.Keys.Where(name => !own.ContainsKey(name))];
        return new(source, model.Card.WeightsSha256, taken, remade, unused, model.Card.Data?.Manifest.Name, place)
        {
            StaticWeights = model.Card.StaticWeights,
        };

        RemadeTensor? Remade(string name, Tensor tensor)
        {
            var shapes = given.TryGetValue(name, out var there) && !SameShape(there, tensor)
                ? $"{Shape(there)} there, {Shape(tensor)} here"
                : null;
            return (network.IsFitted(name), ofPlace.Contains(name), there, shapes) switch
            {
                (true, _, _, _) => new(name, RemadeReason.Fitted, shapes),
                (_, true, _, _) => new(name, RemadeReason.Place, shapes),
                (_, _, null, _) => new(name, RemadeReason.Missing),
                (_, _, _, not null) => new(name, RemadeReason.Shape, shapes),
                _ => null,
            };
        }
    }

    /// <summary>Asks where the place is not known, though tensors of a place would fit.</summary>
    private static void RequirePlace(
        string source, WeightsPlace? place, IEnumerable<KeyValuePair<string, Tensor>> ofPlace, Dictionary<string, Tensor> given)
    {
        if (place is null && ofPlace.FirstOrDefault(pair => given.TryGetValue(pair.Key, out var there) && SameShape(there, pair.Value))
            is { Key: { } name })
        {
            throw new BadInputException(
                source,
                $"was trained on data whose name and bounding_box do not say whether they are of the place of this run's data, and "
                    + $"tensor '{name}' belongs to a place; expected 'same' or 'other'")
            {
                Setting = "InitPlace",
            };
        }
    }

    private static void RequireSame<T>(string source, string field, T there, T here)
    {
        if (!Equals(there, here))
        {
            throw Refusal(source, $"field '{field}' of its card is {there}, and this run's is {here}; expected the same in both");
        }
    }

    private static string Summary(IEnumerable<RemadeTensor> remade) => string.Join(
        ", ", remade.CountBy(tensor => tensor.Reason).Select(pair => Invariant($"{pair.Value} of reason '{pair.Key}'"))).ToLowerInvariant();

    private static bool SameShape(Tensor one, Tensor other) => one.shape.AsSpan().SequenceEqual(other.shape);

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    private static BadInputException Refusal(string source, InvariantText problem) => new(source, problem) { Setting = "InitFrom" };
}
