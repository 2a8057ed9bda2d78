using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public class DatasetFormTests
{
    private static readonly string[] Names = ["in", "out", "through"];

    [Fact]
    public void Channels_are_kept_in_the_order_asked_for()
    {
        var kept = Assert.Single(DatasetForm.KeepChannels([Split()], Names, ["through", "in"]));

        Assert.Equal(new(2, 2, 1, 2), kept.Coarse.Shape);
        Assert.Equal(new(2, 2, 2, 4), kept.Fine.Shape);
        for (var sample = 0; sample < 2; sample++)
        {
            Assert.Equal(Split().Fine.Map(sample, 2), kept.Fine.Map(sample, 0));
            Assert.Equal(Split().Coarse.Map(sample, 0), kept.Coarse.Map(sample, 1));
        }

        Assert.Equal(Split().Time, kept.Time);
    }

    [Theory]
    [InlineData("in,nosuch")]
    [InlineData("in,in")]
    [InlineData("")]
    public void Unknown_and_repeated_channels_are_refused(string kept) => Assert.EndsWith(
        "expected some of in, out, through, each once",
        Assert.Throws<BadInputException>(() => DatasetForm.KeepChannels([Split()], Names, kept.Split(','))).Message);

    [Fact]
    public void The_coarse_maps_of_another_factor_are_block_sums_of_the_same_fine_maps()
    {
        FlowSplit split = new("train", new(new(1, 1, 2, 2)), new(new(1, 1, 4, 4), [.. Enumerable.Range(1, 16).Select(i => (float)i)]));

        var other = Assert.Single(DatasetForm.WithFactor([split], 4));

        Assert.Equal([136f], other.Coarse.Values);
        Assert.Same(split.Fine, other.Fine);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-2)]
    [InlineData(4)]
    public void A_factor_that_does_not_divide_the_fine_maps_is_refused(int factor) => Assert.Equal(
        $"factor: {factor}; expected a divisor of the fine maps' 2 rows and 4 columns, at least 2",
        Assert.Throws<BadInputException>(() => DatasetForm.WithFactor([Split()], factor)).Message);

    /// <summary>Two slots of three channels, every number another one.</summary>
    private static FlowSplit Split() => new(
        "train",
        new(new(2, 3, 1, 2), [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
        new(new(2, 3, 2, 4), [.. Enumerable.Range(100, 48).Select(i => (float)i)]),
        Time: [0, 3600]);
}
