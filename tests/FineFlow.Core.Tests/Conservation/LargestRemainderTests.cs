using System.Numerics;
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

    /// <summary>Hamilton's method in whole numbers of any size: float32 values are whole multiples of one power of 2.</summary>
    [Fact]
    public void Up_to_2_to_the_53_it_is_the_method_computed_in_big_integers() =>
        (from count in Gen.OneOf(Gen.Long[0, 1L << 53], Gen.Long[(1L << 53) - 9, 1L << 53], Gen.Long[1L << 24, (1L << 24) + 9])
         from fine in Gen.OneOf(Gen.Float[0, 1e4f], Gen.Float[1e-4f, 1], Gen.Const(0f), Gen.Const(3f)).Array[9]
         select (count, fine)).Sample(pair =>
         {
             var coarse = new FlowMaps(new(1, 1, 1, 1), [pair.count], [pair.count]);
             var fine = new FlowMaps(new(1, 1, 3, 3), pair.fine);
             var rounded = LargestRemainder.Round(fine, coarse);

             Assert.Equal(Hamilton(pair.count, pair.fine), rounded);
             Assert.Equal(pair.count, rounded.Sum());
             Assert.Equal(0, ConservationResidual.Of(coarse, LargestRemainder.AsMaps(rounded, fine)).Largest);
         });

    /// <summary>A value far below the largest keeps all its bits: with 62 for the largest, 119 came out.</summary>
    [Fact]
    public void Values_far_below_the_largest_of_their_block_count_exactly()
    {
        const long Count = 9007199254740990;
        var coarse = new FlowMaps(new(1, 1, 1, 1), [Count], [Count]);

        var rounded = LargestRemainder.Round(new FlowMaps(new(1, 1, 3, 3), [7e-19f, 1, 0, 379e-13f, 0, 2847.4534f, 2, 1, 3]), coarse);

        Assert.Equal((Count, 120), (rounded.Sum(), rounded[3]));
    }

    [Fact]
    public void Weights_of_any_size_keep_the_sum_and_the_order() =>
        Gen.Select(Gen.Long[0, 1L << 53], FlowGen.Value.Array[4]).Sample((count, fine) =>
        {
            var rounded = LargestRemainder.Round(new FlowMaps(new(1, 1, 2, 2), fine), new FlowMaps(new(1, 1, 1, 1), [count], [count]));

            Assert.Equal(count, rounded.Sum());
            Assert.True(
                fine.Zip(rounded).All(one => fine.Zip(rounded).All(other => one.First <= other.First || one.Second >= other.Second)));
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

    [Theory]
    [InlineData(16777217)]
    [InlineData(2147483648)]
    [InlineData(9007199254740991)]
    [InlineData(9007199254740992)]
    public void The_largest_counts_stay_exact(long count)
    {
        var coarse = new FlowMaps(new(1, 1, 1, 1), [count], [count]);

        Assert.Equal(count, LargestRemainder.Round(new FlowMaps(new(1, 1, 2, 2), [1, 2, 3, 1]), coarse).Sum());
        Assert.Equal([count, 0, 0, 0], LargestRemainder.Round(new FlowMaps(new(1, 1, 2, 2), [1, 0, 0, 0]), coarse));
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(2.9995)]
    [InlineData(2.00000001)]
    [InlineData(-1)]
    [InlineData(9007199254740994)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_count_that_is_none_is_refused_and_located(double count)
    {
        var exact = new double[16];
        exact[15] = count;
        var coarse = new FlowMaps(new(2, 2, 2, 2), Array.ConvertAll(exact, value => (float)value), exact);
        var failure = Assert.Throws<BadInputException>(() => LargestRemainder.Round(new FlowMaps(new(2, 2, 4, 4)), coarse));
        Assert.StartsWith("coarse counts: [sample 1, channel 1, row 1, column 1] is ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fine_flow_that_is_not_finite_is_refused_and_located(float value)
    {
        var failure = Assert.Throws<BadInputException>(() => Round([1, value, 1, 1], 4));
        Assert.Contains("[sample 0, channel 0, row 0, column 1]", failure.Message, StringComparison.Ordinal);
    }

    private static long[] Hamilton(long count, float[] fine)
    {
        // 2^149 makes a whole number of every float32.
        BigInteger[] weights = [.. fine.Select(value => new BigInteger(Math.ScaleB(value, 149)))];
        if (weights.All(weight => weight.IsZero))
        {
            Array.Fill(weights, BigInteger.One);
        }

        var total = weights.Aggregate(BigInteger.Add);
        long[] shares = [.. weights.Select(weight => (long)(count * weight / total))];
        var left = (int)(count - shares.Sum());
        foreach (var cell in Enumerable.Range(0, shares.Length).OrderByDescending(cell => count * weights[cell] % total).Take(left))
        {
            shares[cell]++;
        }

        return shares;
    }

    private static long[] Round(float[] fine, float count) =>
        LargestRemainder.Round(new FlowMaps(new(1, 1, 2, 2), fine), new FlowMaps(new(1, 1, 1, 1), [count]));
}
