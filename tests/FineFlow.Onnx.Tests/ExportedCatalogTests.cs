using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Tests;
using static TorchSharp.torch;

namespace FineFlow.Onnx.Tests;

/// <summary>Every model of the catalog, exported and computed by ONNX Runtime.</summary>
public sealed class ExportedCatalogTests : IDisposable
{
    /// <summary>What only distributions need, or what is a constant in the file: an exported model infers its mean map.</summary>
    private static readonly string[] OfDistributions = ["concentration", "following", "sureness", "kernel"];

    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => CatalogCases.All;

    [Theory, InlineData("kha"), InlineData("pha"), InlineData("dmn")]
    public void What_static_maps_say_is_in_the_file(string name)
    {
        using var model = Exported.ModelWithStaticMaps(name);
        using var exported = Exported.Open(model, _folder.Path);

        Assert.NotNull(((HistoryNetwork)model.Network).History!.Prior);
        AssertSame(model, exported, samples: 3, CatalogCases.Side);
    }

    [Theory, MemberData(nameof(All))]
    public void It_infers_the_maps_of_our_own_network(string name)
    {
        using var model = Exported.Model(name);
        using var exported = Exported.Open(model, _folder.Path);
        foreach (var samples in new[] { 1, 5 })
        {
            AssertSame(model, exported, samples, CatalogCases.Side);
        }
    }

    [Theory]
    [InlineData("ha", "{\"group_by_hour\":false}")]
    [InlineData("srresnet", "{\"in_channels\":2,\"scaler_x\":30,\"scaler_y\":2}")]
    [InlineData("deepsd", "{\"in_channels\":2,\"scale_factor\":2}")]
    [InlineData("plgf", "{\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("plgf", "{\"use_film\":false,\"use_fusion\":false,\"use_gate\":false}")]
    [InlineData("plgf", "{\"input_transform\":\"scale\",\"scaler_x\":50,\"scale_factor\":6,\"pyramid_scales\":4}")]
    [InlineData("plgf", "{\"context_channels\":16}")]
    [InlineData("urbanfm", "{\"use_ext\":false,\"in_channels\":2,\"scaler_x\":90,\"scaler_y\":7}")]
    [InlineData("deeplgr", "{\"predictor\":\"md\",\"in_channels\":2}")]
    [InlineData("deeplgr", "{\"predictor\":\"conv\",\"use_ext\":false}")]
    [InlineData("deeplgr", "{\"predictor\":\"td\",\"in_channels\":2,\"scaler_x\":9}")]
    [InlineData("fode", "{\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("fode", "{\"n_ext_lr_ode_blocks\":2,\"scaler_x\":50,\"scaler_y\":3}")]
    [InlineData("urbanode", "{\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("urbanpy", "{\"is_local\":false,\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("urbanpy", "{\"in_channels\":2,\"scalers\":[60,20,5]}")]
    [InlineData("cufar", "{\"use_ext\":false,\"in_channels\":2,\"hour_offset\":0,\"time_span\":24}")]
    [InlineData("cufar", "{\"sub_region\":2,\"global_kernel\":5,\"scaler_x\":50,\"scaler_y\":3}")]
    [InlineData("uno", "{\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("uno", "{\"in_channels\":2,\"res_scale\":0.5}")]
    [InlineData("kha", "{\"use_ext\":false,\"in_channels\":2}")]
    [InlineData("pha", "{\"in_channels\":2}")]
    [InlineData("dmn", "{\"members\":2,\"use_ext\":false}")]
    [InlineData("dmn", "{\"in_channels\":2,\"scale_factor\":2}")]
    public void It_does_so_with_other_settings(string name, string changed)
    {
        using var network = Exported.Create(name, changed);
        Exported.Finish(network);
        using var model = Exported.Model(network);
        using var exported = Exported.Open(model, _folder.Path);
        AssertSame(model, exported, samples: 3, CatalogCases.Side);
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

    [Theory, MemberData(nameof(All))]
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

    /// <summary>
    /// Takes minutes and some GB. dotnet run -c Release --project tests/FineFlow.Onnx.Tests -- --explicit only --show-live-output on
    /// </summary>
    [Fact(Explicit = true)]
    public void All_do_so_at_the_size_of_TaxiBJ()
    {
        var failed = new List<string>();
        foreach (var entry in ModelCatalog.All)
        {
            using var network = entry.Create(entry.Defaults);
            Exported.Finish(network);
            using var model = Exported.Model(network);
            using var exported = OnnxModel.Load(OnnxExport.Create(model), entry.Name);
            var (error, conserves) = Compare(model, exported, Exported.Inputs(network, 2, entry.Defaults.Height));
            var line = FormattableString.Invariant($"{entry.Name}: {error:G2} of the largest cell, adds up: {conserves}");
            TestContext.Current.TestOutputHelper!.WriteLine(line);
            if (!(error <= Tolerance && conserves))
            {
                failed.Add(line);
            }
        }

        Assert.Empty(failed);
    }

    [Theory, MemberData(nameof(All))]
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
        var (error, conserves) = Compare(model, exported, inputs);
        Assert.True(error <= Tolerance, FormattableString.Invariant($"{error} of the largest cell"));
        Assert.True(conserves);
    }

    /// <summary>The largest difference relative to the sample's largest cell, and whether the exported maps add up.</summary>
    private static (double Error, bool Conserves) Compare(FlowModel model, OnnxModel exported, FlowInputs inputs)
    {
        var (ours, theirs) = Exported.Infer(model, exported, inputs);
        var error = 0.0;
        for (var sample = 0; sample < inputs.Samples; sample++)
        {
            var largest = Math.Max(1, ours.Sample(sample).ToArray().Max());
            var difference = ours.Sample(sample).ToArray().Zip(theirs.Sample(sample).ToArray(), (x, y) => Math.Abs(x - y)).Max();
            error = Math.Max(error, difference / largest); // NaN stays NaN
        }

        return (error, ConservationResidual.Of(inputs.Coarse, theirs, inputs.Mask).Conserves);
    }
}
