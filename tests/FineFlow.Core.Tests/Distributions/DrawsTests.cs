using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class DrawsTests
{
    [Fact]
    public void Every_draw_adds_up_in_every_block() =>
        (from shares in DistributionGen.Shares(9)
         from concentration in DistributionGen.Concentration
         from units in Gen.OneOf(Gen.Long[0, 40], Gen.Long[0, 1L << 53], Gen.Const(1L << 53))
         from seed in Gen.Long
         select (shares, concentration, units, seed)).Sample(test =>
         {
             var coarse = new FlowMaps(new(1, 1, 1, 1), [test.units], [test.units]);
             var draw = Draws.Map(coarse, DistributionGen.Block(test.shares, test.concentration), test.seed, 0);
             Assert.Equal(test.units, Enumerable.Range(0, 9).Sum(cell => (long)draw.Count(cell)));
             Assert.All(Enumerable.Range(0, 9), cell =>
             {
                 Assert.True(draw.Count(cell) >= 0 && draw.Count(cell) == Math.Floor(draw.Count(cell)));
                 Assert.True(test.shares[cell] > 0 || draw.Count(cell) == 0);
             });
         });

    [Fact]
    public void The_same_seed_and_number_give_the_same_draw_however_the_samples_are_cut()
    {
        var distribution = DistributionGen.Repeated(4, new(1, 2, 3, 2), 2, 1, _ => 8);
        var coarse = DistributionGen.Counts(distribution.Concentration.Shape, 2, 30);

        var whole = Draws.Map(coarse, distribution, 9, 3);

        Assert.Equal(whole.Values, Draws.Map(coarse, distribution, 9, 3).Values);
        Assert.NotEqual(whole.Values, Draws.Map(coarse, distribution, 9, 4).Values);
        Assert.NotEqual(whole.Values, Draws.Map(coarse, distribution, 10, 3).Values);
        var later = new ShareDistribution(distribution.Shares.Slice(1, 3), distribution.Concentration.Slice(1, 3));
        Assert.Equal(whole.Slice(1, 3).Values, Draws.Map(coarse.Slice(1, 3), later, 9, 3, firstSample: 1).Values);
        Assert.Equal(coarse.Values.Select(count => (double)count), NaiveBlocks.Sums(coarse, whole));
    }

    /// <summary>Samples of one map are independent: they do not repeat each other's chance.</summary>
    [Fact]
    public void Samples_and_numbers_are_independent()
    {
        var distribution = DistributionGen.Repeated(3, new(1, 1, 8, 8), 2, 1, _ => 8);
        var coarse = new FlowMaps(distribution.Concentration.Shape, [.. Enumerable.Repeat(20f, 3 * 64)]);

        var draws = Enumerable.Range(0, 3).SelectMany(number => Draws.Map(coarse, distribution, 9, number).Values.Chunk(256)).ToList();

        Assert.Equal(9, draws.Select(draw => string.Join(' ', draw)).Distinct().Count());
    }

    [Theory]
    [InlineData(3, 20)]
    [InlineData(40, 20)]
    [InlineData(0.7, 150)]
    [InlineData(500, 2000)]
    public void Means_and_covariances_are_those_of_the_dirichlet_multinomial(double alpha, int units)
    {
        const int Number = 100_000;
        float[] shares = [0.45f, 0.05f, 0.3f, 0.2f];
        var draws = Repeat(shares, alpha, units, Number);

        // Var = x p (1 - p) (x + alpha) / (1 + alpha); Cov = -x p q (x + alpha) / (1 + alpha).
        var spread = units * (units + alpha) / (1 + alpha);
        for (var cell = 0; cell < 4; cell++)
        {
            var mean = draws.Average(draw => draw[cell]);
            Assert.Equal(units * shares[cell], mean, 5 * Math.Sqrt(spread * shares[cell] / Number));
            for (var other = 0; other < 4; other++)
            {
                var covariance = draws.Average(draw => (draw[cell] - units * shares[cell]) * (double)(draw[other] - units * shares[other]));
                var expected = spread * shares[cell] * ((cell == other ? 1 : 0) - shares[other]);
                Assert.Equal(expected, covariance, 0.05 * spread * Math.Sqrt(shares[cell] * shares[other]));
            }
        }
    }

    /// <summary>Pearson's statistic of one cell's counts; its mean is the number of bins less one.</summary>
    [Theory]
    [InlineData(4, 30)]
    [InlineData(0.5, 100)]
    [InlineData(60, 100)]
    public void Counts_follow_the_beta_binomial(double alpha, int units)
    {
        const int Number = 20_000;
        float[] shares = [0.3f, 0.3f, 0.25f, 0.15f];
        var draws = Repeat(shares, alpha, units, Number);

        for (var cell = 0; cell < 4; cell++)
        {
            var masses = ReferenceBetaBinomial.Masses(shares[cell], alpha, units);
            var seen = new int[units + 1];
            foreach (var draw in draws)
            {
                seen[(int)draw[cell]]++;
            }

            var bins = Enumerable.Range(0, units + 1).Where(k => Number * masses[k] >= 5).ToList();
            var statistic = bins.Sum(k => Math.Pow(seen[k] - Number * masses[k], 2) / (Number * masses[k]));
            Assert.InRange(statistic, bins.Count - 5 * Math.Sqrt(2 * bins.Count), bins.Count + 5 * Math.Sqrt(2 * bins.Count));
        }
    }

    /// <summary>Whatever blocks have in common, each is distributed as alone.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    public void A_block_that_follows_others_keeps_its_distribution(double following)
    {
        const int Number = 4000, Units = 12;
        float[] shares = [0.4f, 0.1f, 0.3f, 0.2f];
        var block = DistributionGen.Block(shares, 3);
        var coarse = new FlowMaps(new(1, 1, 1, 1), [Units]);
        var draws = Enumerable.Range(0, Number).Select(number => Draws.Map(
            coarse, new(block.Shares, block.Concentration) { Following = following }, 8, number).Values).ToList();

        for (var cell = 0; cell < 4; cell++)
        {
            var masses = ReferenceBetaBinomial.Masses(shares[cell], 3, Units);
            for (var count = 0; count <= Units; count++)
            {
                var seen = draws.Count(draw => draw[cell] == count);
                Assert.Equal(Number * masses[count], seen, 5 * Math.Sqrt(Number * masses[count]) + 1);
            }
        }
    }

    [Fact]
    public void Draws_never_change()
    {
        var draw = Draws.Map(new(new(1, 1, 1, 1), [100]), DistributionGen.Block([0.4f, 0.3f, 0.2f, 0.1f], 10), 1, 2);
        Assert.Equal([45, 21, 29, 5], draw.Values);
    }

    [Fact]
    public void Counts_that_are_not_whole_are_refused() =>
        Assert.Throws<BadInputException>(() => Draws.Map(new(new(1, 1, 1, 1), [1.5f]), DistributionGen.Block([1, 0, 0, 0], 1), 0, 0));

    private static List<float[]> Repeat(float[] shares, double alpha, int units, int number)
    {
        var distribution = new ShareDistribution(
            new(new(number, 1, 2, 2), [.. Enumerable.Repeat(shares, number).SelectMany(values => values)]),
            new(new(number, 1, 1, 1), [.. Enumerable.Repeat((float)alpha, number)]));
        var coarse = new FlowMaps(new(number, 1, 1, 1), [.. Enumerable.Repeat((float)units, number)]);
        return [.. Draws.Map(coarse, distribution, 4, 0).Values.Chunk(4)];
    }
}
