using System.Globalization;
using CsCheck;
using FineFlow.Plots.Charts;

namespace FineFlow.Plots.Tests.Charts;

public class ChartScaleTests
{
    private static readonly Gen<ChartScale> Scales =
        from low in Gen.Double[-6, 9].Select(power => Math.Pow(10, power))
        from ratio in Gen.Double[0, 5].Select(power => Math.Pow(10, power))
        from length in Gen.Float[150, 1200]
        from logarithmic in Gen.Bool
        select ChartScale.Around(low, low * ratio, length, 0, 20, logarithmic);

    [Fact]
    public void Ticks_are_on_the_axis_apart_and_say_their_values() => Scales.Sample(scale =>
    {
        var ticks = scale.Ticks(40);
        Assert.All(ticks, tick => Assert.InRange(scale.Position(tick.Value), scale.To - 0.01f, scale.From + 0.01f));
        Assert.All(
            ticks.Zip(ticks.Skip(1)), pair => Assert.True(scale.Position(pair.First.Value) - scale.Position(pair.Second.Value) > 39.9));
        Assert.All(ticks, tick => Assert.Equal(1, (Said(tick.Text) + 1e-300) / (tick.Value + 1e-300), 1e-9));
    });

    [Fact]
    public void A_tall_axis_has_ticks() => Scales.Sample(scale => Assert.NotEmpty((scale with { From = 600 }).Ticks(60)));

    [Fact]
    public void Values_keep_their_distance_from_the_ends()
    {
        var scale = ChartScale.Around(10, 30, 0, 400, 50);
        Assert.Equal((50, 200, 350), (scale.Position(10), scale.Position(20), scale.Position(30)));
        Assert.Equal(200, ChartScale.Around(7, 7, 0, 400, 50).Position(7), 0.01);
    }

    [Theory]
    [InlineData(17.234, 2, "17.23")]
    [InlineData(187, 2, "187.00")]
    [InlineData(219738.2, 3, "219,738")]
    [InlineData(0.0277, 4, "0.0277")]
    [InlineData(0, 2, "0.00")]
    [InlineData(0.000123, 2, "1.23E-4")]
    [InlineData(12300000, 2, "1.23E7")]
    public void Values_read_like_those_of_a_table(double value, int decimals, string text) =>
        Assert.Equal(text, ChartNumber.Value(value, decimals));

    [Theory]
    [InlineData(2, 17.2, 25)]
    [InlineData(3, 0.31, 0.29)]
    [InlineData(4, 0.031, 1)]
    [InlineData(0, 1200, 0)]
    public void The_smallest_value_above_0_decides_about_decimals(int decimals, double one, double other) =>
        Assert.Equal(decimals, ChartNumber.Decimals([one, other]));

    private static double Said(string text) =>
        double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
