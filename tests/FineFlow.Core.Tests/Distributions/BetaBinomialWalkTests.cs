using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class BetaBinomialWalkTests
{
    private static readonly Gen<double> Share = Gen.OneOf(Gen.Double[0, 1], Gen.Double[1e-9, 1e-2], Gen.Const(0.0), Gen.Const(1.0));

    [Fact]
    public void Masses_and_sums_are_those_of_the_definition_wherever_one_walks() =>
        (from share in Share
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[0, 300]
         from isRelative in Gen.Bool
         from goals in Gen.Int[0, units].Array[share is 0 or 1 ? 1 : 3]
         select (share, concentration, units, isRelative, goals)).Sample(test =>
         {
             var masses = ReferenceBetaBinomial.Masses(test.share, test.concentration, test.units);
             double[] weighted = [.. masses.Select((mass, y) => test.isRelative ? mass / Math.Max(y, 1) : mass)];
             var walk = Begin(test.share, test.concentration, test.units, test.isRelative);
             Assert.Equal((int)(test.share * test.units), walk.Count);
             Assert.Equal(weighted.Sum(), walk.Total, 1e-9);
             AssertAt(walk, masses, weighted);
             foreach (var goal in test.goals)
             {
                 walk.MoveTo(goal);
                 Assert.Equal(goal, walk.Count);
                 AssertAt(walk, masses, weighted);
             }
         });

    [Fact]
    public void Gains_are_the_changes_of_the_expected_error() =>
        (from share in Gen.Double[0.01, 0.99]
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[1, 60]
         from isRelative in Gen.Bool
         select (share, concentration, units, isRelative)).Sample(test =>
        {
            var (share, concentration, units, isRelative) = test;
            var masses = ReferenceBetaBinomial.Masses(share, concentration, units);
            var walk = Begin(share, concentration, units, isRelative);
            walk.MoveTo(0);
            Assert.Equal(double.PositiveInfinity, walk.LastGain);
            for (var k = 0; k < units; k++)
            {
                walk.MoveTo(k);
                var change = ReferenceBetaBinomial.Error(masses, k, isRelative) - ReferenceBetaBinomial.Error(masses, k + 1, isRelative);
                Assert.Equal(change, walk.Gain, 1e-9);
                walk.MoveUp();
                Assert.Equal(change, walk.LastGain, 1e-9);
            }
        });

    /// <summary>Far beyond where the probability of no unit at all is 0 in float64; the tails are cut where nothing is left.</summary>
    [Theory]
    [InlineData(0.3, 8000, 100_000)]
    [InlineData(0.3, 1e9, 100_000)]
    [InlineData(0.9999, 500, 100_000)]
    [InlineData(0.00002, 50, 100_000)]
    [InlineData(0.01, 20, 100_000)]
    [InlineData(0.3, 0.5, 20_000)]
    [InlineData(0.0001, 0.5, 20_000)]
    public void Large_counts_keep_their_digits(double share, double concentration, int units)
    {
        var masses = ReferenceBetaBinomial.MassesByRatios(share, concentration, units);
        var walk = Begin(share, concentration, units);
        var relative = Begin(share, concentration, units, isRelative: true);

        Assert.Equal(1, walk.Total, 1e-12);
        Assert.Equal(masses[walk.Count], walk.Mass, 1e-9 * walk.Mass);
        Assert.Equal(masses.Take(walk.Count + 1).Sum(), walk.Sum, 1e-9);
        var expected = masses.Select((mass, y) => mass / Math.Max(y, 1)).Sum();
        Assert.Equal(expected, relative.Total, 1e-9 * expected);
    }

    /// <summary>Four cells are begun at once; neighbours with longer or shorter tails do not show.</summary>
    [Fact]
    public void Cells_of_a_block_are_as_if_each_were_alone() =>
        (from cells in Gen.Int[1, 11]
         from shares in Share.Array[cells]
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[0, 300]
         from isRelative in Gen.Bool
         select (shares, concentration, units, isRelative)).Sample(test =>
         {
             var walks = new BetaBinomialWalk[test.shares.Length];
             BetaBinomialWalk.Begin(walks, test.shares, test.concentration, test.units, test.isRelative);
             for (var cell = 0; cell < walks.Length; cell++)
             {
                 var alone = Begin(test.shares[cell], test.concentration, test.units, test.isRelative);
                 Assert.Equal(alone.Count, walks[cell].Count);
                 Assert.Equal(alone.Mass, walks[cell].Mass, 1e-13);
                 Assert.Equal(alone.Sum, walks[cell].Sum, 1e-13);
                 Assert.Equal(alone.Total, walks[cell].Total, 1e-13);
             }
         });

    private static BetaBinomialWalk Begin(double share, double concentration, int units, bool isRelative = false)
    {
        var walks = new BetaBinomialWalk[1];
        BetaBinomialWalk.Begin(walks, [share], concentration, units, isRelative);
        return walks[0];
    }

    private static void AssertAt(BetaBinomialWalk walk, double[] masses, double[] weighted)
    {
        Assert.Equal(masses[walk.Count], walk.Mass, 1e-9);
        Assert.Equal(weighted.Take(walk.Count + 1).Sum(), walk.Sum, 1e-9);
    }
}
