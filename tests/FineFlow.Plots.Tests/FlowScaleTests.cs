using CsCheck;

namespace FineFlow.Plots.Tests;

public class FlowScaleTests
{
    private static readonly Gen<double> Tops = Gen.Double[1e-3, 1e6];

    [Fact]
    public void Zero_is_in_the_middle_the_top_at_the_end_and_negatives_mirror() => Tops.Sample(top =>
    {
        var scale = new FlowScale(top, 40);
        Assert.Equal(0, scale.Position(0));
        Assert.Equal(1, scale.Position(top), 12);
        Assert.Equal(-scale.Position(top / 3), scale.Position(-top / 3));
    });

    [Fact]
    public void More_is_further_and_a_tenth_of_the_top_still_shows()
    {
        var scale = new FlowScale(300, 40);
        var positions = Enumerable.Range(0, 301).Select(value => scale.Position(value)).ToArray();
        Assert.Equal(positions.Order(), positions);
        Assert.Equal(positions.Distinct(), positions);
        Assert.InRange(scale.Position(30), 0.4, 0.5);
    }

    [Fact]
    public void Ticks_run_from_zero_to_the_top_without_crowding() => Gen.Select(Tops, Gen.Double[0.05, 0.4]).Sample((top, gap) =>
    {
        var scale = new FlowScale(top, 40);
        var ticks = scale.Ticks(gap).ToArray();
        Assert.Equal((0, top), (ticks[0], ticks[^1]));
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(scale.Position(pair.Second) - scale.Position(pair.First) >= gap - 1e-12));
    });

    [Fact]
    public void Ticks_in_between_are_round() =>
        Assert.Equal([0, 10, 50, 100, 200, 433], new FlowScale(433, 40).Ticks(0.12));

    [Theory]
    [InlineData(0.25, "0.25")]
    [InlineData(20, "20")]
    [InlineData(37.4, "37.4")]
    [InlineData(1520.3, "1,520")]
    public void Ticks_read_like_counts(double value, string text) => Assert.Equal(text, FlowScale.Text(value));
}
