using CsCheck;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class EstimatesTests
{
    [Theory]
    [InlineData(EstimateKind.Mae)]
    [InlineData(EstimateKind.Mape)]
    public void Small_blocks_are_as_good_as_the_best_of_all_splits(EstimateKind kind) =>
        (from shares in DistributionGen.Shares(4)
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[0, 14]
         select (shares, concentration, units)).Sample(test =>
         {
             var cells = Masses(test.shares, test.concentration, test.units);
             var map = Map(test.shares, test.concentration, test.units, kind);
             Assert.Equal(test.units, map.Sum());
             Assert.Equal(Splits(test.units, 4).Min(split => Error(cells, split, kind)), Error(cells, map, kind), 1e-9);
         });

    /// <summary>The objective is convex in each cell, so that a split that no move of one unit improves is the best.</summary>
    [Theory]
    [InlineData(EstimateKind.Mae)]
    [InlineData(EstimateKind.Mape)]
    public void Larger_blocks_cannot_be_improved_by_a_move(EstimateKind kind) =>
        (from shares in DistributionGen.Shares(9)
         from concentration in DistributionGen.Concentration
         from units in Gen.Int[0, 400]
         select (shares, concentration, units)).Sample(
            test => AssertBest(test.shares, test.concentration, test.units, kind), iter: 60);

    [Theory]
    [InlineData(EstimateKind.Mae, 100_000, 0.4f)]
    [InlineData(EstimateKind.Mae, 100_000, 30f)]
    [InlineData(EstimateKind.Mae, 100_000, 8000f)]
    [InlineData(EstimateKind.Mape, 100_000, 0.4f)]
    [InlineData(EstimateKind.Mape, 100_000, 30f)]
    [InlineData(EstimateKind.Mape, 100_000, 8000f)]
    public void Blocks_of_a_hundred_thousand_units_are_exact(EstimateKind kind, int units, float concentration) =>
        AssertBest([0.31f, 0.2f, 0.17f, 0.12f, 0.1f, 0.0699f, 0.03f, 0.0001f, 0], concentration, units, kind);

    [Theory]
    [InlineData(EstimateKind.Mae)]
    [InlineData(EstimateKind.Mape)]
    public void The_largest_count_adds_up_and_a_larger_one_is_refused(EstimateKind kind)
    {
        float[] shares = [0.5f, 0.3f, 0.2f, 0];

        Assert.Equal(Estimates.LargestCount, Map(shares, 1000, Estimates.LargestCount, kind).Sum());
        var failure = Assert.Throws<BadInputException>(() => Map(shares, 1000, Estimates.LargestCount + 1, kind));
        Assert.Contains("[sample 0, channel 0, row 0, column 0] is 1000001; ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("at most 1000000 a cell", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EstimateKind.Mae)]
    [InlineData(EstimateKind.Mape)]
    public void All_blocks_of_many_samples_add_up(EstimateKind kind)
    {
        var distribution = DistributionGen.Repeated(5, new(1, 2, 3, 4), 3, 1, block => Math.Exp(block % 9));
        var coarse = DistributionGen.Counts(distribution.Concentration.Shape, 2, 40);

        var fine = Estimates.Map(coarse, distribution, kind);

        Assert.Equal(coarse.Values.Select(count => (double)count), NaiveBlocks.Sums(coarse, fine));
        for (var sample = 0; sample < 5; sample++)
        {
            var alone = new ShareDistribution(distribution.Shares.Slice(sample, 1), distribution.Concentration.Slice(sample, 1));
            Assert.Equal(Estimates.Map(coarse.Slice(sample, 1), alone, kind).Values, fine.Slice(sample, 1).Values);
        }
    }

    [Fact]
    public void The_mean_map_is_the_count_times_the_share() =>
        Gen.Select(DistributionGen.Shares(9), Gen.Float[0.001f, 1e7f]).Sample((shares, count) =>
        {
            var coarse = new FlowMaps(new(1, 1, 1, 1), [count]);
            var fine = Estimates.Map(coarse, DistributionGen.Block(shares, 5), EstimateKind.Mean);
            Assert.True(ConservationResidual.Of(coarse, fine).Conserves);
            Assert.All(shares.Zip(fine.Values), cell => Assert.Equal(cell.First * (double)count, cell.Second, 1e-6 * count));
        });

    [Theory]
    [InlineData(2.5f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Maps_of_whole_counts_need_whole_counts(float count)
    {
        var failure = Assert.Throws<BadInputException>(() => Map([1, 0, 0, 0], 5, count, EstimateKind.Mae));
        Assert.StartsWith("coarse counts: [sample 0, channel 0, row 0, column 0] is ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_map_refuses_what_is_no_flow() =>
        Assert.Throws<ArgumentException>(() => Map([1, 0, 0, 0], 5, float.NaN, EstimateKind.Mean));

    [Fact]
    public void Maps_of_another_size_are_refused() =>
        Assert.Throws<ArgumentException>(
            () => Estimates.Map(new(new(2, 1, 1, 1)), DistributionGen.Block([1, 0, 0, 0], 5), EstimateKind.Mean));

    private static void AssertBest(float[] shares, float concentration, int units, EstimateKind kind)
    {
        var map = Map(shares, concentration, units, kind);
        Assert.Equal(units, map.Sum());
        var gains = Masses(shares, concentration, units).Select((masses, cell) => Gains(masses, map[cell], kind)).ToArray();
        var best = gains.Max(gain => gain.Next);
        Assert.All(gains, gain => Assert.True(best <= gain.Last + 1e-9 * gain.Scale, $"{best} > {gain.Last}"));
    }

    /// <summary>What one more unit gains, what the last one gained, and the size of their terms.</summary>
    private static (double Next, double Last, double Scale) Gains(double[] masses, int k, EstimateKind kind)
    {
        var (below, total, sum) = (0.0, 0.0, masses.Sum());
        for (var y = 0; y < masses.Length; y++)
        {
            var term = masses[y] / sum / (kind == EstimateKind.Mape ? Math.Max(y, 1) : 1);
            total += term;
            below += y <= k ? term : 0;
        }

        var last = masses[k] / sum / (kind == EstimateKind.Mape ? Math.Max(k, 1) : 1);
        return (
            k == masses.Length - 1 ? double.NegativeInfinity : total - 2 * below,
            k == 0 ? double.PositiveInfinity : total - 2 * (below - last),
            total);
    }

    private static int[] Map(float[] shares, float concentration, float units, EstimateKind kind) =>
        Array.ConvertAll(
            Estimates.Map(new(new(1, 1, 1, 1), [units]), DistributionGen.Block(shares, concentration), kind).Values, value => (int)value);

    private static double[][] Masses(float[] shares, float concentration, int units) =>
        [.. shares.Select(share => ReferenceBetaBinomial.Masses(share / shares.Sum(value => (double)value), concentration, units))];

    private static double Error(double[][] cells, int[] split, EstimateKind kind) =>
        cells.Select((masses, cell) => ReferenceBetaBinomial.Error(masses, split[cell], kind == EstimateKind.Mape)).Sum();

    private static IEnumerable<int[]> Splits(int units, int cells) =>
        cells == 1
            ? [[units]]
            : Enumerable.Range(0, units + 1).SelectMany(first => Splits(units - first, cells - 1).Select(rest => (int[])[first, .. rest]));
}
