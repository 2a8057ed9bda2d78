using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Inference;

/// <summary>
/// The warnings of a model about maps that are unlike its training's: here 8 x 8 cells of 100 counts, slots of 50 to 200, of one city.
/// </summary>
public sealed class TrainingFitTests : IDisposable
{
    private const string Fingerprint = "0123456789abcdef";
    private static readonly BoundingBox Box = new() { West = 116, South = 39, East = 117, North = 40 };
    private readonly FlowNetwork _network = CatalogCases.Create("espcn");

    public void Dispose() => _network.Dispose();

    [Theory]
    [InlineData(1, 100)]
    [InlineData(1, 17)] // a third of the quietest slot's
    [InlineData(1, 599)]
    [InlineData(48, 34)] // a day: a third of the mean
    [InlineData(48, 299)]
    [InlineData(24, 599)] // half a day may be its busy half
    public void Maps_like_the_trainings_pass(int samples, float count) => Assert.Empty(Warnings(Maps(samples, 8, count)));

    [Theory]
    [InlineData(1, 16)]
    [InlineData(1, 601)]
    [InlineData(1, 0)]
    [InlineData(48, 33)]
    [InlineData(48, 301)]
    public void Counts_of_another_scale_are_named_with_the_trainings(int samples, float count)
    {
        var warning = Assert.Single(Warnings(Maps(samples, 8, count)));
        Assert.StartsWith(
            $"has {count} counts a coarse cell on average; this model was trained on 100 (slots of 50 to 200)",
            warning,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, null, true)] // of the quarter of cells that were observed
    [InlineData(1600, null, false)]
    [InlineData(1600, 100, true)] // of all: 400 to 474
    [InlineData(2500, 100, false)]
    [InlineData(4, 20, false)] // of all: 1 to 15.25
    [InlineData(4, 25, true)]
    public void Counts_known_to_be_small_are_part_of_the_scale(float observed, int? below, bool passes)
    {
        var cells = Enumerable.Range(0, 8 * 8).ToArray();
        var mask = new FlowMaps(new(1, 1, 8, 8), Array.ConvertAll(cells, cell => cell % 4 == 0 ? 1f : 0));
        var coarse = new FlowMaps(mask.Shape, Array.ConvertAll(cells, cell => observed * mask.Values[cell]));

        var warnings = TrainingFit.Warnings(Card(), _network.Options, new(coarse, Mask: mask) { Below = below }, null);

        Assert.Equal(passes, warnings.Count == 0);
    }

    [Fact]
    public void Fine_maps_by_mistake_are_called_so() => Assert.Contains(
        "the size of the fine maps that this model infers from 8 x 8",
        Warnings(Maps(1, 8 * CatalogCases.Factor, 100))[0],
        StringComparison.Ordinal);

    [Fact]
    public void Another_size_is_named() =>
        Assert.Equal("has maps of 9 x 9 cells; this model was trained on 8 x 8", Assert.Single(Warnings(Maps(1, 9, 100))));

    [Fact]
    public void Other_data_are_named_by_their_fingerprints()
    {
        var warning = Assert.Single(Warnings(Maps(1, 8, 100), new(new() { Name = "elsewhere" }, "fedcba9876543210")));

        Assert.Contains("the fingerprints differ: elsewhere fedcba987654, trained on town 0123456789ab", warning, StringComparison.Ordinal);
        Assert.Empty(Warnings(Maps(1, 8, 100), new(new(), Fingerprint)));
    }

    [Fact]
    public void Place_slots_channels_and_units_are_compared_where_both_are_known()
    {
        var elsewhere = new DatasetManifest
        {
            BoundingBox = Box with { West = 115 },
            SlotMinutes = 60,
            Channels = ["bikes"],
            Units = "bikes",
        };

        Assert.Equal(
            [
                "lies in another place (115, 39, 117, 40); this model was trained on 116, 39, 117, 40 (west, south, east, north)",
                "has slots of 60 minutes; this model was trained on slots of 30",
                "has the channels bikes; this model was trained on taxis",
                "counts bikes; this model was trained on taxis",
            ],
            Warnings(Maps(1, 8, 100), new(elsewhere)));
        Assert.Empty(Warnings(Maps(1, 8, 100), new(new())));
    }

    [Fact]
    public void A_card_that_says_less_leads_to_fewer_warnings()
    {
        var old = Card() with { Data = Card().Data! with { Coarse = null } };
        Assert.Empty(TrainingFit.Warnings(old, _network.Options, new(Maps(1, 8, 1e6f)), null));

        var imported = Card() with { Data = null };
        Assert.Empty(TrainingFit.Warnings(imported, _network.Options, new(Maps(1, 8, 1e6f)), null));
        Assert.Contains(
            "may hold samples that this model was trained on",
            Assert.Single(TrainingFit.Warnings(imported, _network.Options, new(Maps(1, 8, 100)), new(new(), Fingerprint))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void In_strict_mode_the_same_is_refused_in_one_line()
    {
        using var model = new FlowModel(CatalogCases.Create("espcn"), Card());

        Assert.Equal(2, model.CompareWithTraining(new(Maps(1, 9, 1e6f)), null, "X.npy", strict: false).Count);
        var refusal = Assert.Throws<BadInputException>(() => model.CompareWithTraining(new(Maps(1, 9, 1e6f)), null, "X.npy", strict: true));
        Assert.StartsWith(
            "X.npy: has maps of 9 x 9 cells; this model was trained on 8 x 8; has 1E+06 counts", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_remembers_the_scale_of_its_training_split()
    {
        using var small = new SmallRun();
        var (run, _) = small.Train(SmallRun.Request("espcn", 1));
        using var model = ModelBundle.Load(run.Path);
        var train = small.Data[SplitNames.Train].Coarse;

        Assert.Equal(train.Values.Average(value => (double)value), model.Card.Data!.Coarse!.Mean, 1e-9);
        var highest = Enumerable.Range(0, train.Samples).Max(slot => train.Sample(slot).ToArray().Average());
        Assert.Equal(highest, model.Card.Data.Coarse.HighestSlotMean, 1e-3);
        Assert.Empty(model.CompareWithTraining(new(train), InputOrigin.From(small.Data), "train", strict: true));
    }

    private static FlowMaps Maps(int samples, int side, float count)
    {
        var maps = new FlowMaps(new(samples, 1, side, side));
        Array.Fill(maps.Values, count);
        return maps;
    }

    private IReadOnlyList<string> Warnings(FlowMaps coarse, InputOrigin? origin = null) =>
        TrainingFit.Warnings(Card(), _network.Options, new(coarse), origin);

    private ModelCard Card() => SmallCards.Of(_network) with
    {
        Data = new()
        {
            Manifest = new() { Name = "town", BoundingBox = Box, SlotMinutes = 30, Channels = ["taxis"], Units = "taxis" },
            Fingerprint = Fingerprint,
            Coarse = new() { Mean = 100, LowestSlotMean = 50, HighestSlotMean = 200 },
        },
    };
}
