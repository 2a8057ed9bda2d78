using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Parity;

/// <summary>What a golden case puts to a network: the inputs, and the names of the results that it holds.</summary>
/// <param name="Input">Coarse maps, external factors and geographic maps (<c>coarse</c>, <c>ext</c>, <c>geo:0</c> and so on).</param>
/// <param name="Targets">The truth at each stage (<c>target:1</c> and so on), for the losses.</param>
/// <param name="Names">The results: <c>expected</c>, <c>expected:NAME</c> and <c>loss:NAME</c>.</param>
internal sealed record GoldenQuestion(FlowInput Input, IReadOnlyList<Tensor> Targets, IReadOnlyList<string> Names)
{
    /// <summary>The name of the output, which every case holds.</summary>
    public const string Output = "expected";

    public static GoldenQuestion Read(SafetensorsFile tensors)
    {
        var input = new FlowInput(
            WeightsFile.Tensor(tensors, tensors["coarse"]),
            tensors.Contains("ext") ? WeightsFile.Tensor(tensors, tensors["ext"]) : null)
        {
            Geography = Numbered(tensors, "geo:", first: 0),
        };
        var further = tensors.Entries.Select(e => e.Name).Where(n =>
            n.StartsWith("expected:", StringComparison.Ordinal) || n.StartsWith("loss:", StringComparison.Ordinal));
        return new(input, Numbered(tensors, "target:", first: 1), [Output, .. further]);
    }

    /// <summary>The network's results under the case's names; the output is part of the graph.</summary>
    /// <exception cref="BadInputException">The network has no result of such a name.</exception>
    public IReadOnlyDictionary<string, Tensor> Ask(FlowNetwork network)
    {
        var results = new Dictionary<string, Tensor>(FurtherResults(network)) { [Output] = network.call(Input) };
        return Names.ToDictionary(name => name, name => results.TryGetValue(name, out var result)
            ? result
            : throw new BadInputException($"tensor '{name}'", $"is wanted, but {network.GetName()} gives no such result"));
    }

    /// <summary>The same in another precision.</summary>
    public GoldenQuestion To(ScalarType type) => this with
    {
        Input = new FlowInput(Input.Coarse.to(type), Input.External?.to(type)) { Geography = [.. Input.Geography.Select(g => g.to(type))] },
        Targets = [.. Targets.Select(t => t.to(type))],
    };

    private IReadOnlyDictionary<string, Tensor> FurtherResults(FlowNetwork network)
    {
        using var noGradients = no_grad();
        return network.FurtherResults(Input, Targets);
    }

    private static List<Tensor> Numbered(SafetensorsFile tensors, string prefix, int first) =>
        [.. Enumerable.Range(first, tensors.Entries.Count).Select(i => Invariant($"{prefix}{i}")).TakeWhile(tensors.Contains)
            .Select(name => WeightsFile.Tensor(tensors, tensors[name]))];
}
