using FineFlow.Core;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Runs;

/// <summary>Weights that a network took over from another run or bundle. Tensors are matched by name and shape.</summary>
/// <param name="Source">The run folder or bundle.</param>
/// <param name="Model">The catalog's name of its model.</param>
/// <param name="Taken">Tensors that were taken over.</param>
/// <param name="Fresh">Tensors that the source lacks; they keep their fresh values.</param>
/// <param name="OtherShape">Tensors that have another shape there, with both shapes; they keep their fresh values.</param>
/// <param name="Unused">Tensors of the source that the network lacks.</param>
public sealed record InitialWeights(
    string Source,
    string Model,
    IReadOnlyList<string> Taken,
    IReadOnlyList<string> Fresh,
    IReadOnlyList<string> OtherShape,
    IReadOnlyList<string> Unused) : TrainingProgress
{
    /// <summary>Puts the weights of a run or bundle into a network, as far as they fit.</summary>
    /// <param name="source">The run folder or bundle.</param>
    /// <param name="sha256">SHA-256 of its weights when the run was planned; null: not checked.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="BadInputException">The bundle cannot be loaded, has changed, or nothing of it fits.</exception>
    internal static InitialWeights Load(string source, string? sha256, FlowNetwork network)
    {
        using var model = ModelBundle.Load(source);
        if (sha256 is not null && model.Card.WeightsSha256 != sha256)
        {
            throw Refusal(source, "holds other weights than this run was planned with (the SHA-256 in run.json differs)");
        }

        using var noGradients = no_grad();
        var (own, given) = (network.state_dict(), model.Network.state_dict());
        var common = own.Keys.Where(given.ContainsKey).ToList();
        var fitting = common.Where(name => own[name].shape.AsSpan().SequenceEqual(given[name].shape)).ToList();
        if (fitting.Count == 0)
        {
            throw Refusal(
                source,
                $"is of {model.Card.Model} and has no tensor of a name and shape of this {network.GetName()}; nothing could be taken over");
        }

        fitting.ForEach(name => own[name].copy_(given[name]));
        return new(
            source,
            model.Card.Model,
            fitting,
            [.. own.Keys.Where(name => !given.ContainsKey(name))],
            [.. common.Except(fitting).Select(name => $"{name} {Shape(given[name])} there, {Shape(own[name])} here")],
            [.. given.Keys.Where(name => !own.ContainsKey(name))]);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    private static BadInputException Refusal(string source, InvariantText problem) =>
        new(source, problem) { Setting = nameof(RunOptions.InitFrom) };
}
