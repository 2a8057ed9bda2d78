using FineFlow.Core.Datasets;
using FineFlow.Torch.Models;

namespace FineFlow.Torch.Tests.Networks;

/// <summary>A model that trains in minutes takes fewer epochs of more data.</summary>
public class ReferenceEpochsTests
{
    [Theory]
    [InlineData(1, 32, 40, 2)]
    [InlineData(4, 512, 22, 2)]
    [InlineData(8, 1024, 3, 2)]
    public void Epochs_of_dmn_follow_the_maps_and_their_cells(int samples, int side, int epochs, int warmUp)
    {
        var recipe = ModelCatalog.Find("dmn").ReferenceFor(Data(samples, side));

        Assert.Equal((epochs, warmUp), (recipe.Epochs, recipe.WarmUp));
    }

    [Fact]
    public void Published_networks_keep_their_recipe() => Assert.All(
        ModelCatalog.All.Where(entry => entry.IsPublished), entry => Assert.Same(entry.Reference, entry.ReferenceFor(Data(4, 512))));

    private static FlowDataset Data(int samples, int side)
    {
        var train = new FlowSplit(SplitNames.Train, new(new(samples, 1, side, side)), new(new(samples, 1, 2 * side, 2 * side)));
        return new("data", new(), [train], "none", []);
    }
}
