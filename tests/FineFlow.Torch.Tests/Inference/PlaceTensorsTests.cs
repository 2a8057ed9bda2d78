using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Tests.Inference;

public class PlaceTensorsTests
{
    public static TheoryData<string> All => CatalogCases.All;

    /// <summary>A network for maps of any size has none: its shapes are the same on larger maps.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void They_are_the_tensors_whose_shape_follows_the_map(string model)
    {
        using var network = CatalogCases.Create(model);
        var settings = CatalogCases.Settings(model);
        settings["height"] = 3 * CatalogCases.Side; // not the size that the search tries
        foreach (var name in new[] { "width", "ext_ode_lr_width", "ext_ode_hr_width" }.Where(settings.ContainsKey))
        {
            settings[name] = 3 * settings[name]!.GetValue<int>();
        }

        using var larger = CatalogCases.Create(model, settings, seed: 1);
        var shapes = larger.state_dict();

        var ofPlace = PlaceTensors.Of(network);

        var other = network.state_dict().Where(tensor => !shapes[tensor.Key].shape.SequenceEqual(tensor.Value.shape));
        Assert.Equal(other.Select(tensor => tensor.Key).Order(), ofPlace.Order());
        Assert.True(network.FixedMapSize || ofPlace.Count == 0, model);
    }

    [Fact]
    public void Those_of_dmn_are_its_learned_maps_and_its_pool()
    {
        using var network = CatalogCases.Create("dmn");

        Assert.Equal(
            ["concentration", "members.0.bias", "members.0.place", "members.0.sureness", "pool"], PlaceTensors.Of(network).Order());
        Assert.Equal(
            ["concentration", "finished", "following", "kernel", "pool"], network.state_dict().Keys.Where(network.IsFitted).Order());
    }

    private static readonly BoundingBox Here = new() { West = 1, South = 2, East = 3, North = 4 };
    private static readonly BoundingBox There = new() { West = 11, South = 2, East = 13, North = 4 };

    [Fact]
    public void Boxes_and_names_tell_whether_two_datasets_are_of_one_place()
    {
        Assert.Equal(WeightsPlace.Other, Compare(new() { Name = "a", BoundingBox = Here }, new() { Name = "a", BoundingBox = There }));
        Assert.Equal(WeightsPlace.Same, Compare(new() { Name = "a", BoundingBox = Here }, new() { Name = "a", BoundingBox = Here }));
        Assert.Equal(WeightsPlace.Same, Compare(new() { BoundingBox = Here }, new() { BoundingBox = Here }));
        Assert.Equal(WeightsPlace.Same, Compare(new() { Name = "a", BoundingBox = Here }, new() { Name = "a" }));
        Assert.Equal(WeightsPlace.Other, Compare(new() { Name = "a" }, new() { Name = "b" }));
        Assert.Equal(WeightsPlace.Same, Compare(new() { Name = "a" }, new() { Name = "b" }, fingerprint: "same"));
        Assert.Null(Compare(new() { Name = "a", BoundingBox = Here }, new() { Name = "b", BoundingBox = Here }));
        Assert.Null(Compare(new() { Name = "a" }, new()));
        Assert.Null(PlaceComparison.Of(null, Data(new() { Name = "a" }, "same")));
    }

    private static WeightsPlace? Compare(DatasetManifest trained, DatasetManifest data, string fingerprint = "other") =>
        PlaceComparison.Of(new() { Manifest = trained, Fingerprint = "same" }, Data(data, fingerprint));

    private static FlowDataset Data(DatasetManifest manifest, string fingerprint) =>
        new("city", manifest, [SmallFlows.Split(SplitNames.Train, 2)], fingerprint, []);
}
