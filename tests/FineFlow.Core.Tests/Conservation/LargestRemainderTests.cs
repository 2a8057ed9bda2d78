using CsCheck;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Tests.Conservation;

public class LargestRemainderTests
{
    [Fact]
    public void Block_sums_are_exactly_the_counts_and_cells_are_within_one_of_their_share() =>
        FlowGen.CountPair.Sample(pair =>
        {
            var rounded = LargestRemainder.Round(pair.Fine, pair.Coarse);
            Assert.Equal(
                pair.Coarse.Values.Select(count => (double)count),
                NaiveBlocks.Sums(pair.Coarse, pair.Fine, [.. rounded.Select(count => (double)count)]));
            var shares = N2Normalization.Apply(pair.Fine, pair.Coarse).Values;
            for (var cell = 0; cell < shares.Length; cell++)
            {
                Assert.InRange(rounded[cell] - (double)shares[cell], -1 - 1e-6 * shares[cell], 1 + 1e-6 * shares[cell]);
                Assert.True(rounded[cell] >= 0);
            }
        });

    [Fact]
    public void What_is_left_goes_to_the_largest_remainders() =>
        Assert.Equal([1, 3, 2, 4], Round([1.3f, 2.6f, 1.9f, 4.2f], 10));

    [Fact]
    public void Ties_go_to_the_cell_that_comes_first() =>
        Assert.Equal([2, 2, 1, 1], Round([1.5f, 1.5f, 1.5f, 1.5f], 6));

    [Fact]
    public void A_block_without_flow_is_split_evenly() =>
        Assert.Equal([2, 2, 2, 1], Round([0, 0, 0, 0], 7));

    [Fact]
    public void Negative_predictions_count_as_none() =>
        Assert.Equal([0, 4, 4, 0], Round([-3, 2, 2, 0], 8));

    [Fact]
    public void Fine_flow_that_misses_the_count_keeps_its_proportions() =>
        Assert.Equal([10, 20, 30, 40], Round([1, 2, 3, 4], 100));

    [Fact]
    public void The_largest_counts_stay_exact()
    {
        const float largest = 2147483520; // the last float32 below 2^31
        Assert.Equal(2147483520L, Round([1, 2, 3, 1], largest).Sum(count => (long)count));
        Assert.Equal([2147483520, 0, 0, 0], Round([1, 0, 0, 0], largest));
    }

    [Fact]
    public void Counts_a_rounding_error_away_from_whole_are_whole() =>
        Assert.Equal([1, 1, 1, 0], Round([1, 1, 1, 0], 2.9995f));

    [Theory]
    [InlineData(2.5f)]
    [InlineData(2.998f)]
    [InlineData(-1f)]
    [InlineData(2147483648f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_count_that_is_none_is_refused_and_located(float count)
    {
        var coarse = new FlowMaps(2, 2, 2, 2);
        coarse.Map(1, 0)[3] = count;
        var failure = Assert.Throws<BadInputException>(() => LargestRemainder.Round(new FlowMaps(2, 2, 4, 4), coarse));
        Assert.StartsWith("coarse counts: [sample 1, channel 0, row 1, column 1] is ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fine_flow_that_is_not_finite_is_refused_and_located(float value)
    {
        var failure = Assert.Throws<BadInputException>(() => Round([1, value, 1, 1], 4));
        Assert.Contains("[sample 0, channel 0, row 0, column 1]", failure.Message, StringComparison.Ordinal);
    }

    private static int[] Round(float[] fine, float count) =>
        LargestRemainder.Round(new FlowMaps(1, 1, 2, 2, fine), new FlowMaps(1, 1, 1, 1, [count]));
}
