using System.Text.Json.Nodes;
using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Sampling;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Inference;

public sealed class TiledPredictorTests
{
    public static TheoryData<string> Tileable => [.. ModelCatalog.All.Select(entry => entry.Name).Where(name =>
    {
        using var network = CatalogCases.Create(name);
        return !network.FixedMapSize;
    })];

    public static TheoryData<string> Tied => [.. ModelCatalog.All.Select(entry => entry.Name).Except(Tileable.Select(row => row.Data))];

    [Fact]
    public void Tiles_cover_an_axis_and_stay_within_it() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 64], Gen.Int[0, 32]).Sample((length, asked, shared) =>
        {
            var tile = Math.Min(asked, length);
            var overlap = Math.Min(shared, asked / 2);
            var starts = Tiling.Starts(length, tile, overlap);
            var total = new float[length];
            foreach (var start in starts)
            {
                var weights = Tiling.Weights(start, tile, length, overlap);
                Assert.Equal(tile, weights.Length);
                for (var cell = 0; cell < tile; cell++)
                {
                    total[start + cell] += weights[cell];
                }
            }

            Assert.All(total, weight => Assert.True(weight > 0.1));
            Assert.Equal(starts.Length, starts.Distinct().Count());
        });

    [Theory]
    [InlineData("espcn", 16)] // kernels 5, 3, 3 on the coarse map: 2 + 1 + 1 cells to each side
    [InlineData("srcnn", 16)] // 9, 1, 5 on the fine map, and bicubic enlargement: 6 / 4 + 2
    [InlineData("vdsr", 16)]
    [InlineData("deepsd", 32)] // two such networks, the first on twice the coarse map: 6 / 2 + 2 and then 6 / 4 + 1
    public void A_network_that_sees_no_further_than_a_quarter_of_the_overlap_gives_the_values_of_the_whole_map(string model, int overlap)
    {
        using var network = CatalogCases.Create(model);
        var coarse = Flows(1, 1, 101, 57);
        var whole = Predictor.Predict(network, new FlowInputs(coarse), "test");
        var tiled = TiledPredictor.Predict(network, new FlowInputs(coarse), new Tiling(64, 64, overlap), "test");
        Assert.True(Difference(whole, tiled) < 1e-6, $"{Difference(whole, tiled)}");

        var narrow = TiledPredictor.Predict(network, new FlowInputs(coarse), new Tiling(64, 64, 0), "test");
        Assert.True(Difference(whole, narrow) > 1e-4, "without overlap the seams must show: the test above proves nothing otherwise");
    }

    [Theory, MemberData(nameof(Tileable))]
    public void Every_model_that_may_be_tiled_equals_itself_on_one_tile(string model)
    {
        using var network = CatalogCases.Create(model);
        var split = SmallFlows.Split("test", 3);
        var whole = Predictor.Predict(network, split.Inputs, "test");
        Assert.Equal(whole.Values, TiledPredictor.Predict(network, split.Inputs, new Tiling(8, 8, 2), "test").Values);
        Assert.Equal(whole.Values, TiledPredictor.Predict(network, split.Inputs, new Tiling(99, 99, 16), "test").Values);
    }

    [Theory, MemberData(nameof(Tileable))]
    public void What_conserves_on_tiles_conserves_on_the_map(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Use(network.Guarantee switch
        {
            ConservationGuarantee.No => ConservationMode.Projected,
            ConservationGuarantee.UpToEpsilon => ConservationMode.Exact,
            _ => ConservationMode.AsPublished,
        });
        var coarse = Flows(2, 1, 19, 27);
        var external = SmallFlows.Split("test", 2).External;
        var fine = TiledPredictor.Predict(network, new FlowInputs(coarse, external), new Tiling(8, 8, 4), "test");
        var residual = ConservationResidual.Of(coarse, fine);
        Assert.True(residual.Conserves, $"{residual.Largest} counts");
        Assert.All(fine.Values, value => Assert.True(value >= 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bands_come_in_order_are_complete_and_hold_the_counts_as_they_were_given(int channels)
    {
        var entry = ModelCatalog.Find("espcn");
        var settings = new Dictionary<string, JsonNode?> { ["scale_factor"] = CatalogCases.Factor, ["in_channels"] = channels };
        using var network = entry.Create(entry.Configure(settings));
        var coarse = Flows(2, channels, 21, 10);
        var given = new FlowMaps(new(2, channels, 21, 10), coarse.Values, Array.ConvertAll(coarse.Values, count => count + 0.125));
        var token = TestContext.Current.CancellationToken;
        var bands = TiledPredictor.Bands(network, new FlowInputs(given), new Tiling(8, 6, 2), "test", token).ToList();

        Assert.Equal([(0, 0), (0, 6), (0, 12), (0, 13), (1, 0), (1, 6), (1, 12), (1, 13)], bands.Select(band => (band.Sample, band.Row)));
        Assert.Equal(2 * 21, bands.Sum(band => band.Coarse.Rows));
        Assert.All(bands, band => Assert.All(
            band.Coarse.Values.Zip(band.Coarse.Exact!), pair => Assert.Equal(pair.First + 0.125, pair.Second)));
        Assert.All(bands, band => Assert.Equal(given.Map(band.Sample, channels - 1)[band.Row * 10], band.Coarse.Map(0, channels - 1)[0]));
        Assert.Equal(
            TiledPredictor.Predict(network, new FlowInputs(coarse), new Tiling(8, 6, 2), "test").Values,
            FineBand.Join(bands, new(new(2, channels, 21 * CatalogCases.Factor, 10 * CatalogCases.Factor))).Values);
    }

    [Theory, MemberData(nameof(Tied))]
    public void Models_with_weights_for_places_say_so(string model)
    {
        using var network = CatalogCases.Create(model);
        var split = SmallFlows.Split("test", 1);
        var refusal = Assert.Throws<BadInputException>(
            () => TiledPredictor.Predict(network, split.Inputs, new Tiling(8, 8, 2), "X.npy"));
        Assert.Contains("weights for the places of one map", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(8, 8, 5)]
    [InlineData(8, 8, -1)]
    public void Tiles_without_cells_of_their_own_are_refused(int rows, int columns, int overlap) =>
        Assert.Throws<BadInputException>(() => new Tiling(rows, columns, overlap).Check());

    private static FlowMaps Flows(int samples, int channels, int rows, int columns)
    {
        var random = new RandomStream(7);
        var maps = new FlowMaps(new(samples, channels, rows, columns));
        for (var cell = 0; cell < maps.Values.Length; cell++)
        {
            maps.Values[cell] = random.NextInt(5) == 0 ? 0 : random.NextInt(900);
        }

        return maps;
    }

    /// <summary>The largest difference in units of the largest value: rounding is as large as what is added up.</summary>
    private static double Difference(FlowMaps a, FlowMaps b) =>
        a.Values.Zip(b.Values, (x, y) => (double)Math.Abs(x - y)).Max() / a.Values.Max(Math.Abs);
}
