using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Tests.Networks;

/// <summary>What a network refuses to look at, before any work is done.</summary>
public class CheckInputTests
{
    public static TheoryData<string> All => CatalogCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Another_number_of_channels_is_refused(string model) =>
        Assert.Contains("2 channel(s)", Refusal(model, Coarse(channels: 2), External(3)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Another_number_of_external_rows_is_refused(string model) =>
        Assert.Contains("2 rows of external factors for 3 maps", Refusal(model, Coarse(), External(2)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void Absent_externals_are_refused_where_they_are_needed_and_only_there(string model)
    {
        using var network = CatalogCases.Create(model);
        if (network.NeedsExternals)
        {
            Assert.Contains("no external factors", Refusal(model, Coarse(), null), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(3, Predictor.Predict(network, new FlowInputs(Coarse()), "x").Samples);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Another_map_size_is_refused_where_the_definition_is_tied_to_it_and_only_there(string model)
    {
        using var network = CatalogCases.Create(model);
        var wider = Coarse(columns: CatalogCases.Side + 2);
        if (network.FixedMapSize)
        {
            Assert.Contains("8x10", Refusal(model, wider, External(3)), StringComparison.Ordinal);
        }
        else
        {
            var fine = Predictor.Predict(network, new FlowInputs(wider, External(3)), "x");
            Assert.Equal(wider.Columns * CatalogCases.Factor, fine.Columns);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_maps_give_no_maps(string model)
    {
        using var network = CatalogCases.Create(model);

        Assert.Equal(0, Predictor.Predict(network, new FlowInputs(new FlowMaps(new(0, 1, 8, 8)), External(0)), "x").Samples);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Batches_do_not_show_in_the_answers(string model)
    {
        var split = SmallFlows.Split("test", Predictor.DefaultBatch + 3);
        using var network = CatalogCases.Create(model);

        var together = Predictor.Predict(network, split.Inputs, "x");

        var last = split.Samples - 1;
        var alone = Predictor.Predict(network, new FlowInputs(split.Coarse.Slice(last, 1), split.External!.Slice(last, 1)), "x");
        Assert.All(
            alone.Values.Zip(together.Sample(last).ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-4f * (1 + Math.Abs(pair.First))));
    }

    [Fact]
    public void A_cancelled_prediction_ends_at_once()
    {
        using var network = CatalogCases.Create("mean");

        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(
            () => Predictor.Predict(network, new FlowInputs(Coarse()), "x", cancellationToken: cancelled));
    }

    private static FlowMaps Coarse(int channels = 1, int columns = CatalogCases.Side)
    {
        var maps = new FlowMaps(new(3, channels, CatalogCases.Side, columns));
        Array.Fill(maps.Values, 7);
        return maps;
    }

    private static ExternalFactors External(int rows) =>
        new([.. Enumerable.Repeat(new float[] { 15, 5, 0, 0, 1, 8, 1 }, rows).SelectMany(row => row)]);

    private static string Refusal(string model, FlowMaps coarse, ExternalFactors? external)
    {
        using var network = CatalogCases.Create(model);
        var message = Refused.By(() => Predictor.Predict(network, new FlowInputs(coarse, external), "the source"));
        Assert.StartsWith("the source: ", message, StringComparison.Ordinal);
        return message;
    }
}
