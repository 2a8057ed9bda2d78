using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class QuantilesTests
{
    [Fact]
    public void A_quantile_is_the_smallest_count_that_reaches_the_level() =>
        (from shares in DistributionGen.Shares(4)
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[0, 200]
         from level in Gen.OneOf(Gen.Double[0.001, 0.999], Gen.Const(0.05), Gen.Const(0.5), Gen.Const(0.95))
         select (shares, concentration, units, level)).Sample(test =>
         {
             var map = Map(test.shares, test.concentration, test.units, test.level);
             for (var cell = 0; cell < 4; cell++)
             {
                 var masses = ReferenceBetaBinomial.Masses(
                     test.shares[cell] / test.shares.Sum(value => (double)value), test.concentration, test.units);
                 Assert.True(masses.Take((int)map[cell] + 1).Sum() >= test.level - 1e-9);
                 Assert.True(masses.Take((int)map[cell]).Sum() < test.level + 1e-9);
             }
         });

    /// <summary>alpha p = alpha (1 - p) = 1: each count from 0 to 9 has the probability 0.1, which float64 does not hold.</summary>
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.3, 2)]
    [InlineData(0.30001, 3)]
    [InlineData(0.7, 6)]
    [InlineData(0.9, 8)]
    [InlineData(0.95, 9)]
    [InlineData(0.9999999, 9)]
    public void A_level_that_is_reached_exactly_counts_as_reached(double level, float expected) =>
        Assert.Equal(
            [expected, expected, 0, 0],
            Quantiles.Map(new(new(1, 1, 1, 1), [9]), DistributionGen.Block([0.5f, 0.5f, 0, 0], 2), level).Values);

    [Fact]
    public void Certain_shares_have_one_count() =>
        Assert.Equal([0, 40, 0, 0], Map([0, 1, 0, 0], 3, 40, 0.05));

    [Fact]
    public void Each_block_has_its_own_place_and_concentration()
    {
        var distribution = DistributionGen.Repeated(2, new(1, 2, 2, 2), 2, 1, block => Math.Exp(block));
        var coarse = DistributionGen.Counts(distribution.Concentration.Shape, 2, 40);

        var map = Quantiles.Map(coarse, distribution, 0.9);

        for (var cell = 0; cell < map.Values.Length; cell++)
        {
            var place = CellPosition.Of(map, cell);
            var block = ((place.Sample * 2 + place.Channel) * 2 + place.Row / 2) * 2 + place.Column / 2;
            var masses = ReferenceBetaBinomial.Masses(
                distribution.Shares.Values[cell], distribution.Concentration.Values[block], (int)coarse.Values[block]);
            Assert.True(masses.Take((int)map.Values[cell] + 1).Sum() >= 0.9 - 1e-5);
            Assert.True(masses.Take((int)map.Values[cell]).Sum() < 0.9 + 1e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(95)]
    [InlineData(double.NaN)]
    public void A_level_outside_0_to_1_is_refused(double level) =>
        Assert.Contains(
            "is no level; a number between 0 and 1 is expected",
            Assert.Throws<BadInputException>(() => Map([1, 0, 0, 0], 3, 4, level)).Message, StringComparison.Ordinal);

    [Fact]
    public void Counts_that_are_not_whole_or_too_large_are_refused()
    {
        Assert.Throws<BadInputException>(() => Map([1, 0, 0, 0], 3, 4.5f, 0.5));
        Assert.Throws<BadInputException>(() => Map([1, 0, 0, 0], 3, Estimates.LargestCount + 1, 0.5));
    }

    private static float[] Map(float[] shares, float concentration, float units, double level) =>
        Quantiles.Map(new(new(1, 1, 1, 1), [units]), DistributionGen.Block(shares, concentration), level).Values;
}
