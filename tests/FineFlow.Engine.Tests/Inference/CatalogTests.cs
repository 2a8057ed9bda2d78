using FineFlow.Engine.Tests.Fixtures;
using FineFlow.Torch.Models;

namespace FineFlow.Engine.Tests.Inference;

/// <summary>Every model of the catalog can be served; a new one is covered by being there.</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> All => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_is_loaded_batched_and_its_maps_add_up(string network)
    {
        using var test = new TestEngine();
        SmallBundles.Write(test.Folder("it", "1"), network, 1, ("height", 8), ("width", 8), ("scale_factor", 4));
        var model = test.Load("it").Stable;
        var (coarse, external) = (SmallBundles.Coarse(5, 8), SmallBundles.External(5));

        var together = await test.Engine.InferAsync(model, coarse, external);

        for (var sample = 0; sample < coarse.Samples; sample++)
        {
            var alone = Assert.Single(await test.Engine.InferAsync(model, coarse.Slice(sample, 1), SmallBundles.External()));
            Assert.True(alone.Residual.Conserves && together[sample].Residual.Conserves);
            Assert.All(
                alone.Fine.Values.Zip(together[sample].Fine.Values),
                pair => Assert.Equal(pair.First, pair.Second, 1e-3f * (1 + Math.Abs(pair.First))));
        }
    }
}
