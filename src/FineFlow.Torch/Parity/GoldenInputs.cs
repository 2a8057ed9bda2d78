using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>Inputs of a golden case, and the names of its results.</summary>
/// <param name="Batch">Coarse maps, external factors and geographic maps (<c>coarse</c>, <c>ext</c>, <c>geo:0</c> and so on).</param>
/// <param name="Targets">The truth at each stage (<c>target:1</c> and so on), for the losses.</param>
/// <param name="Names">The results: <c>expected</c>, <c>expected:NAME</c> and <c>loss:NAME</c>.</param>
internal sealed record GoldenInputs(FlowBatch Batch, IReadOnlyList<Tensor> Targets, IReadOnlyList<string> Names)
{
    /// <summary>Name of the output, which every case holds.</summary>
    public const string Output = "expected";

    public static GoldenInputs Read(SafetensorsFile tensors, Device device)
    {
        var batch = new FlowBatch(
            WeightsFile.Tensor(tensors, tensors["coarse"]).to(device),
            tensors.Contains("ext") ? WeightsFile.Tensor(tensors, tensors["ext"]).to(device) : null)
        {
            StaticMaps = [.. Numbered(tensors, "geo:", first: 0).Select(maps => maps.to(device))],
        };
        var further = tensors.Entries.Select(e => e.Name).Where(n =>
            n.StartsWith("expected:", StringComparison.Ordinal) || n.StartsWith("loss:", StringComparison.Ordinal));
        var targets = Numbered(tensors, "target:", first: 1).Select(target => target.to(device));
        return new(batch, [.. targets], [Output, .. further]);
    }

    /// <summary>Computes the network's results under the case's names, on the CPU. The output is part of the autograd graph.</summary>
    /// <exception cref="BadInputException">The network has no result of such a name.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(FlowNetwork network)
    {
        var stages = network.Stages(Batch);
        var results = Further(stages, network);
        results[Output] = stages[^1].Flow;
        return Names.ToDictionary(name => name, name => results.TryGetValue(name, out var result)
            ? result.cpu()
            : throw new BadInputException($"tensor '{name}'", $"is wanted, but {network.GetName()} gives no such result"));
    }

    /// <summary>Returns the inputs in another precision.</summary>
    public GoldenInputs To(ScalarType type) => this with
    {
        Batch = Batch.To(type),
        Targets = [.. Targets.Select(t => t.to(type))],
    };

    /// <summary>Returns flows and densities of every stage, counted from 1, and the losses against the targets.</summary>
    private Dictionary<string, Tensor> Further(IReadOnlyList<FlowStage> stages, FlowNetwork network)
    {
        using var noGradients = no_grad();
        var results = new Dictionary<string, Tensor>();
        foreach (var (index, stage) in stages.Index())
        {
            results[Invariant($"expected:out.{index + 1}")] = stage.Flow;
            if (stage.Density is { } density)
            {
                results[Invariant($"expected:density.{index + 1}")] = density;
            }
        }

        if (Targets.Count == stages.Count)
        {
            Tensor[] truths = [.. Targets.Zip(stages, (target, stage) => target * stage.Scale)];
            var parts = new PyramidLoss().Parts(stages, truths, Batch.Coarse * network.InputScale);
            (results["loss:mse"], results["loss:kl"], results["loss:total"]) = parts;
        }

        return results;
    }

    private static List<Tensor> Numbered(SafetensorsFile tensors, string prefix, int first) =>
        [.. Enumerable.Range(first, tensors.Entries.Count).Select(i => Invariant($"{prefix}{i}")).TakeWhile(tensors.Contains)
            .Select(name => WeightsFile.Tensor(tensors, tensors[name]))];
}
