using System.Runtime.InteropServices;
using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;

namespace FineFlow.Onnx.Tests;

/// <summary>Every model of the catalog, exported and computed by ONNX Runtime's WebAssembly, which browsers run, in Node.js.</summary>
public sealed class BrowserRuntimeTests : IDisposable
{
    private const int Samples = 3;
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task It_infers_the_maps_of_our_own_networks()
    {
        var models = ModelCatalog.All.ToDictionary(entry => entry.Name, entry => Write(entry.Name));

        var (exitCode, output) = await FrontEnd.RunAsync("node", "test/inferAll.mjs", _folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.All(models, model => AssertSame(model.Key, model.Value.Coarse, model.Value.Fine));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a model and what it shall infer of, and returns the coarse maps and what libtorch infers.</summary>
    private (FlowMaps Coarse, FlowMaps Fine) Write(string name)
    {
        using var model = Exported.Model(name);
        var inputs = Exported.Inputs(model.Network, Samples);
        var given = inputs with { External = model.Network.Requirements.Columns is null ? null : inputs.External };
        File.WriteAllBytes(_folder.File($"{name}.onnx"), OnnxExport.Create(model));
        var samples = Enumerable.Range(0, Samples).Select(sample => new
        {
            shape = new[] { given.Coarse.Channels, given.Coarse.Rows, given.Coarse.Columns },
            coarse = given.Coarse.Sample(sample).ToArray(),
            external = given.External?.Row(sample).ToArray(),
            time = given.Time![sample],
        });
        File.WriteAllBytes(_folder.File($"{name}.json"), JsonSerializer.SerializeToUtf8Bytes(samples));
        return (given.Coarse, model.Predict(given));
    }

    private void AssertSame(string name, FlowMaps coarse, FlowMaps ours)
    {
        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder.File($"{name}.fine"))).ToArray();
        var theirs = new FlowMaps(ours.Shape, values);
        for (var sample = 0; sample < Samples; sample++)
        {
            var largest = Math.Max(1, ours.Sample(sample).ToArray().Max());
            var difference = ours.Sample(sample).ToArray().Zip(theirs.Sample(sample).ToArray(), (x, y) => Math.Abs(x - y)).Max();
            var error = difference / largest;
            Assert.True(error <= Tolerance, FormattableString.Invariant($"{name}: {error} of the largest cell"));
        }

        Assert.True(ConservationResidual.Of(coarse, theirs).Conserves, $"{name} does not add up");
    }
}
