using CsCheck;
using FineFlow.Core.Baselines;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Tests.Baselines;

public class HistoricalAverageTests
{
    private static readonly FlowMaps Coarse = new(new(4, 1, 1, 2), [4, 0, 8, 0, 10, 0, 0, 0]);

    private static readonly FlowMaps Fine = new(new(4, 1, 2, 4), [
        4, 0, 0, 0, 0, 0, 0, 0, // hour 8: all in the first cell
        4, 4, 0, 0, 0, 0, 0, 0, // hour 8: half and half
        0, 0, 0, 0, 0, 10, 0, 0, // hour 9: all in the last cell
        0, 0, 0, 0, 0, 0, 0, 0, // hour 10: silent
    ]);

    private static readonly HistoricalAverage Fitted = HistoricalAverage.Fit(Coarse, Fine, Hours(8, 8, 9, 10));

    [Fact]
    public void An_hour_has_the_mean_of_the_shares_not_the_share_of_the_sums() =>
        Assert.Equal([75, 25, 0, 0], FirstCell(8));

    [Fact]
    public void Each_hour_has_its_own_shares() => Assert.Equal([0, 0, 0, 100], FirstCell(9));

    [Theory]
    [InlineData(10f)] // trained, but silent
    [InlineData(11f)] // never trained
    [InlineData(24f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Other_hours_fall_back_on_all_samples_with_flow(float hour) =>
        Assert.Equal([50, 50 / 3f, 0, 100 / 3f], FirstCell(hour), Close);

    [Fact]
    public void The_hour_is_rounded_not_truncated() => Assert.Equal([0, 0, 0, 100], FirstCell(8.7f));

    [Fact]
    public void A_cell_that_never_saw_flow_is_split_evenly()
    {
        var fine = Fitted.Predict(new FlowMaps(new(1, 1, 1, 2), [0, 8]), Hours(8));
        Assert.Equal([0, 0, 2, 2, 0, 0, 2, 2], fine.Values);
    }

    [Fact]
    public void Without_external_factors_all_hours_share_one_table()
    {
        var fitted = HistoricalAverage.Fit(Coarse, Fine, external: null);
        var fine = fitted.Predict(new FlowMaps(new(1, 1, 1, 2), [100, 0]), external: null);
        Assert.Equal([50, 50 / 3f, 0, 100 / 3f], Block(fine), Close);
    }

    [Fact]
    public void Grouping_by_hour_can_be_left_out()
    {
        var fitted = HistoricalAverage.Fit(Coarse, Fine, Hours(8, 8, 9, 10), groupByHour: false);
        var fine = fitted.Predict(new FlowMaps(new(1, 1, 1, 2), [100, 0]), Hours(8));
        Assert.Equal([50, 50 / 3f, 0, 100 / 3f], Block(fine), Close);
    }

    [Fact]
    public void The_hour_may_lie_in_another_column()
    {
        var external = new ExternalFactors(new float[4 * TaxiBjColumns.Count]);
        for (var sample = 0; sample < 4; sample++)
        {
            external.Row(sample)[2] = sample;
        }

        var fitted = HistoricalAverage.Fit(Coarse, Fine, external, hourColumn: 2);
        Assert.Equal([100f, 0, 0, 0], Block(fitted.Predict(new FlowMaps(new(1, 1, 1, 2), [100, 0]), external.Slice(0, 1))));
    }

    [Fact]
    public void Counted_samples_are_told_by_hour_and_coarse_cell()
    {
        Assert.Equal(25 * 2, Fitted.Counted.Length);
        Assert.Equal([2, 0], Fitted.Counted[16..18]);
        Assert.Equal([1, 0], Fitted.Counted[18..20]);
        Assert.Equal([0, 0], Fitted.Counted[20..22]);
        Assert.Equal([3, 0], Fitted.Counted[48..50]);
        Assert.Equal(6, Fitted.Counted.Sum());
    }

    [Fact]
    public void Predictions_conserve_when_training_did() =>
        FlowGen.Pair.Sample(pair =>
        {
            var trainCoarse = BlockSum.Coarsen(pair.Fine, pair.Fine.Rows / pair.Coarse.Rows);
            var hours = Hours([.. Enumerable.Range(0, pair.Fine.Samples).Select(hour => (float)hour)]);
            var fine = HistoricalAverage.Fit(trainCoarse, pair.Fine, hours).Predict(pair.Coarse, hours);
            Assert.True(ConservationResidual.Of(pair.Coarse, fine).Conserves);
        });

    [Fact]
    public void Channels_are_independent()
    {
        var coarse = new FlowMaps(new(1, 2, 1, 1), [4, 4]);
        var fitted = HistoricalAverage.Fit(coarse, new FlowMaps(new(1, 2, 2, 2), [4, 0, 0, 0, 0, 0, 0, 4]), Hours(5));
        Assert.Equal([4, 0, 0, 0, 0, 0, 0, 4], fitted.Predict(coarse, Hours(5)).Values);
    }

    [Fact]
    public void Input_of_another_size_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Fitted.Predict(new FlowMaps(new(1, 1, 2, 1)), Hours(8)));
        Assert.Throws<ArgumentException>(() => Fitted.Predict(new FlowMaps(new(2, 1, 1, 2)), Hours(8)));
        Assert.Throws<ArgumentException>(() => HistoricalAverage.Fit(Coarse, Fine, Hours(8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistoricalAverage.Fit(Coarse, Fine, null, hourColumn: 7));
    }

    private static float[] FirstCell(float hour) => Block(Fitted.Predict(new FlowMaps(new(1, 1, 1, 2), [100, 0]), Hours(hour)));

    private static float[] Block(FlowMaps fine) => [fine.Values[0], fine.Values[1], fine.Values[4], fine.Values[5]];

    private static bool Close(float expected, float actual) => Math.Abs(expected - actual) <= 1e-6f * expected;

    private static ExternalFactors Hours(params float[] hours) => new([.. hours.SelectMany(hour => new[] { 0, 0, 0, 0, 1, hour, 1 })]);
}
