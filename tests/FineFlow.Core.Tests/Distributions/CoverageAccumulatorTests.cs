using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class CoverageAccumulatorTests
{
    private static readonly ShareDistribution Distribution =
        DistributionGen.Repeated(300, new(1, 1, 6, 6), 2, 1, block => Math.Exp(block / 9.0));

    private static readonly FlowMaps Coarse = DistributionGen.Counts(Distribution.Concentration.Shape, 2, 12);
    private static readonly FlowMaps Truth = Draws.Map(Coarse, Distribution, 3, 0);

    [Fact]
    public void Counts_of_the_distribution_itself_are_covered_at_ninety_percent_in_every_class()
    {
        var coverage = Of(Distribution)!;

        Assert.Equal(4 * Coarse.Values.Count(count => count > 0), coverage.Cells);
        Assert.Equal(0.9, coverage.Coverage, 0.006);
        Assert.InRange(coverage.Classes.Count, 8, 10);
        Assert.All(coverage.Classes, flow => Assert.Equal(0.9, flow.Coverage, 0.015));
        Assert.Equal(coverage.Cells, coverage.Classes.Sum(flow => flow.Cells));
        Assert.Equal(coverage.Coverage, coverage.Classes.Sum(flow => flow.Cells * flow.Coverage) / coverage.Cells, 1e-9);
    }

    [Fact]
    public void Classes_are_tenths_by_expected_flow()
    {
        var expected = Estimates.Map(Coarse, Distribution, EstimateKind.Mean).Values
            .Where((_, cell) => NaiveCoarse(cell) > 0).Order().ToArray();

        foreach (var flow in Of(Distribution)!.Classes)
        {
            Assert.Equal(expected.Count(value => value >= flow.From && value < flow.To), flow.Cells, 3.0);
            Assert.InRange(flow.Cells, expected.Length / 20, expected.Length / 5);
        }
    }

    /// <summary>With the transform's own randomness the same share is covered, but for chance.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(10)]
    public void Wrong_concentrations_cover_what_the_randomised_transform_says(double times)
    {
        var wrong = Changed(times);
        var random = new Random(1);
        var (covered, cells) = (0, 0);
        for (var cell = 0; cell < 4 * 36 * 60; cell++)
        {
            var units = (int)NaiveCoarse(cell);
            if (units > 0)
            {
                var masses = ReferenceBetaBinomial.Masses(wrong.Shares.Values[cell], wrong.Concentration.Values[Block(cell)], units);
                var u = masses.Take((int)Truth.Values[cell]).Sum() + random.NextDouble() * masses[(int)Truth.Values[cell]];
                covered += u is >= 0.05 and <= 0.95 ? 1 : 0;
                cells++;
            }
        }

        var first = new CoverageAccumulator();
        first.Add(Coarse.Slice(0, 60), Truth.Slice(0, 60), new(wrong.Shares.Slice(0, 60), wrong.Concentration.Slice(0, 60)));
        Assert.Equal((double)covered / cells, first.Result()!.Coverage, 0.01);
        Assert.True(times > 1 ? first.Result()!.Coverage < 0.85 : first.Result()!.Coverage > 0.92);
    }

    [Fact]
    public void Cuts_do_not_show()
    {
        var cut = new CoverageAccumulator();
        foreach (var (start, count) in ((int, int)[])[(0, 1), (1, 120), (121, 179)])
        {
            cut.Add(
                Coarse.Slice(start, count), Truth.Slice(start, count),
                new(Distribution.Shares.Slice(start, count), Distribution.Concentration.Slice(start, count)));
        }

        Assert.Equal(Of(Distribution)!.Coverage, cut.Result()!.Coverage);
        Assert.Equal(Of(Distribution)!.Classes, cut.Result()!.Classes);
    }

    [Fact]
    public void A_count_beyond_its_block_is_not_covered()
    {
        var accumulator = new CoverageAccumulator();
        accumulator.Add(new(new(1, 1, 1, 1), [2]), new(new(1, 1, 2, 2), [3, 0, 0, 0]), DistributionGen.Block([1, 0, 0, 0], 5));
        Assert.Equal(0.9 * 3 / 4, accumulator.Result()!.Coverage, 1e-12);
    }

    [Fact]
    public void Real_valued_flow_and_no_flow_have_no_coverage()
    {
        Assert.Null(new CoverageAccumulator().Result());
        Assert.Null(One(0, [0, 0, 0, 0]));
        Assert.Null(One(1.5f, [1, 0, 0, 0]));
        Assert.Null(One(2, [1.5f, 0.5f, 0, 0]));
        Assert.NotNull(One(2, [1, 1, 0, 0]));
    }

    [Fact]
    public void Maps_of_another_size_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CoverageAccumulator().Add(Coarse, Truth, DistributionGen.Block([1, 0, 0, 0], 5)));
        Assert.Throws<ArgumentException>(() => new CoverageAccumulator().Add(Coarse, Coarse, Distribution));
    }

    private static IntervalCoverage? One(float units, float[] truth)
    {
        var accumulator = new CoverageAccumulator();
        accumulator.Add(new(new(1, 1, 1, 1), [units]), new(new(1, 1, 2, 2), truth), DistributionGen.Block([0.5f, 0.5f, 0, 0], 5));
        return accumulator.Result();
    }

    private static IntervalCoverage? Of(ShareDistribution distribution)
    {
        var accumulator = new CoverageAccumulator();
        accumulator.Add(Coarse, Truth, distribution);
        return accumulator.Result();
    }

    private static ShareDistribution Changed(double times) => new(
        Distribution.Shares,
        new(Distribution.Concentration.Shape, [.. Distribution.Concentration.Values.Select(value => (float)(value * times))]));

    private static float NaiveCoarse(int cell) => Coarse.Values[Block(cell)];

    private static int Block(int cell) => cell / 144 * 36 + cell % 144 / 24 * 6 + cell % 12 / 2;
}
