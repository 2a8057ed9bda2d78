using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Tests;
using static TorchSharp.torch;

namespace FineFlow.Onnx.Tests;

/// <summary>Every model of the catalog, exported and computed by ONNX Runtime.</summary>
public sealed class ExportedCatalogTests : IDisposable
{
    /// <summary>What only distributions need, or what is a constant in the file: an exported model infers its mean map.</summary>
    private static readonly string[] OfDistributions = ["concentration", "following", "sureness", "kernel"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Admitted =>
        [.. ModelCatalog.All.Where(entry => entry.Onnx is not null).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Admitted))]
    public void It_infers_the_maps_of_our_own_network(string name)
    {
        using var model = Exported.Model(name);
        using var exported = Exported.Open(model, _folder.Path);
        foreach (var samples in new[] { 1, 5 })
        {
            AssertSame(model, exported, samples, CatalogCases.Side);
        }
    }

    [Theory, InlineData("kha"), InlineData("pha"), InlineData("dmn")]
    public void A_missing_count_is_inferred_as_our_own_network_does(string name)
    {
        using var model = Exported.Model(name);
        using var exported = Exported.Open(model, _folder.Path);
        var inputs = Exported.Inputs(model.Network, 3);
        var mask = new FlowMaps(inputs.Coarse.Shape, [.. inputs.Coarse.Values.Select((_, cell) => cell % 3 == 0 ? 0f : 1f)]);
        var counts = inputs.Coarse.Values.Zip(mask.Values, (count, seen) => count * seen);
        AssertSame(model, exported, inputs with { Coarse = new(inputs.Coarse.Shape, [.. counts]), Mask = mask });
    }

    /// <summary>After training, DMN pools its shares with those of the histories; before, it does not.</summary>
    [Fact]
    public void A_finished_dmn_infers_the_maps_of_our_own_network()
    {
        using var network = CatalogCases.Create("dmn");
        Exported.Finish(network);
        using var model = Exported.Model(network);
        using var exported = Exported.Open(model, _folder.Path);
        AssertSame(model, exported, samples: 4, CatalogCases.Side);
    }

    [Theory, MemberData(nameof(Admitted))]
    public void A_map_of_another_size_passes_where_the_network_admits_it(string name)
    {
        using var model = Exported.Model(name);
        using var exported = Exported.Open(model, _folder.Path);
        if (model.Network.FixedMapSize)
        {
            var inputs = Exported.Inputs(model.Network, 2, side: 7);
            var refusal = Assert.Throws<BadInputException>(() => exported.Infer(inputs, null, "test"));
            Assert.Contains("7x7", refusal.Message, StringComparison.Ordinal);
        }
        else
        {
            AssertSame(model, exported, 2, side: 7);
        }
    }

    [Theory, MemberData(nameof(Admitted))]
    public void Every_weight_that_counts_is_in_the_file(string name)
    {
        using var network = CatalogCases.Create(name);
        Exported.Finish(network);
        using var model = Exported.Model(network);
        var used = OnnxExport.Build(model.Network).UsedWeights.ToHashSet();
        var missing = model.Network.state_dict()
            .Where(weight => weight.Value.dtype == ScalarType.Float32)
            .GroupBy(weight => weight.Value, weight => weight.Key, ReferenceEqualityComparer.Instance) // a tensor may have two names
            .Where(names => !names.Any(used.Contains))
            .SelectMany(names => names)
            .Where(weight => !model.Network.UnusedParameters.Any(unused => weight.StartsWith(unused, StringComparison.Ordinal)))
            .Where(weight => !OfDistributions.Any(part => weight.EndsWith(part, StringComparison.Ordinal)))
            .Where(weight => (name, weight) != ("kha", "pool")); // a pool of one

        Assert.Empty(missing);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(FlowModel model, OnnxModel exported, int samples, int side) =>
        AssertSame(model, exported, Exported.Inputs(model.Network, samples, side));

    private static void AssertSame(FlowModel model, OnnxModel exported, FlowInputs inputs)
    {
        var (ours, theirs) = Exported.Infer(model, exported, inputs);
        for (var sample = 0; sample < inputs.Samples; sample++)
        {
            var largest = Math.Max(1, ours.Sample(sample).ToArray().Max());
            var error = ours.Sample(sample).ToArray().Zip(theirs.Sample(sample).ToArray(), (x, y) => Math.Abs(x - y)).Max();
            Assert.True(error <= 1e-4 * largest, FormattableString.Invariant($"sample {sample}: {error} of {largest}"));
        }

        Assert.True(ConservationResidual.Of(inputs.Coarse, theirs, inputs.Mask).Conserves);
    }
}
