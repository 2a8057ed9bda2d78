using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;
using FineFlow.Core.Sampling;
using FineFlow.Engine.Predictions;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Tests.Predictions;

public class MeasuredMapsTests
{
    private const int Missing = 2;
    private const float Expected = 7.4f;

    [Theory]
    [InlineData(EstimateKind.Mae)]
    [InlineData(EstimateKind.Mape)]
    public void Estimates_are_whole_counts_that_add_up(EstimateKind kind)
    {
        var maps = MeasuredMaps.Create(Band(), new() { Estimate = kind });

        Assert.Equal(0, maps.Residual.Largest);
        Assert.Equal(Band().Coarse.Values, BlockSum.Coarsen(maps.Fine, 2).Values);
        Assert.Equal(maps.Whole!.Select(count => (float)count), maps.Fine.Values);
    }

    [Fact]
    public void Quantiles_grow_with_their_level()
    {
        var maps = MeasuredMaps.Create(Band(), new() { Quantiles = [0.95, 0.05, 0.5] });
        var (high, low, median) = (maps.Quantiles[0].Counts, maps.Quantiles[1].Counts, maps.Quantiles[2].Counts);

        Assert.Equal(["q95", "q05", "q50"], maps.Quantiles.Select(quantile => quantile.Name));
        Assert.All(Enumerable.Range(0, high.Values.Length), cell =>
            Assert.True(low.Values[cell] <= median.Values[cell] && median.Values[cell] <= high.Values[cell]));
        Assert.NotEqual(low.Values, high.Values);
    }

    [Fact]
    public void Draws_add_up_differ_and_follow_the_seed()
    {
        float[][] Draw(long seed) => [.. MeasuredMaps.Create(Band(), new() { Draws = 3, Seed = seed }).Draws.Select(map => map.Values)];
        var draws = Draw(1);

        Assert.All(draws, map => Assert.Equal(Band().Coarse.Values, BlockSum.Coarsen(new(Band().Fine.Shape, map), 2).Values));
        Assert.NotEqual(draws[0], draws[1]);
        Assert.Equal(draws, Draw(1));
        Assert.NotEqual(draws, Draw(2));
    }

    [Fact]
    public void A_missing_cell_is_split_by_its_expected_count_and_its_value_does_not_matter()
    {
        AnswerOptions all = new() { Estimate = EstimateKind.Mae, Quantiles = [0.95], Draws = 1 };
        var (zero, large) = (MeasuredMaps.Create(Band(value: 0), all), MeasuredMaps.Create(Band(value: 999), all));

        Assert.Equal(zero.Fine.Values, large.Fine.Values);
        Assert.Equal(zero.Quantiles[0].Counts.Values, large.Quantiles[0].Counts.Values);
        Assert.Equal(zero.Draws.Single().Values, large.Draws.Single().Values);
        Assert.Equal(MathF.Round(Expected), BlockSum.Coarsen(large.Fine, 2).Values[Missing]);
        Assert.Equal((0, 3), (large.Residual.Largest, large.Residual.Blocks));
    }

    [Fact]
    public void Whole_counts_of_a_missing_cell_add_up_to_its_rounded_expectation()
    {
        var maps = MeasuredMaps.Create(Band(value: 0), new() { Integers = true });

        Assert.Equal([5, 60, MathF.Round(Expected), 30], BlockSum.Coarsen(maps.Fine, 2).Values);
        Assert.True(maps.Residual.Conserves);
    }

    /// <summary>Four blocks of four cells; with a value, that of block 2 is missing.</summary>
    private static FineBand Band(float? value = null)
    {
        var coarse = new FlowMaps(new(1, 1, 2, 2), [5, 60, value ?? 12, 30]);
        var random = new RandomStream(3);
        var weights = new FlowMaps(coarse.Shape.Refined(2));
        for (var cell = 0; cell < weights.Values.Length; cell++)
        {
            weights.Values[cell] = 1 + random.NextInt(9);
        }

        var counts = new FlowMaps(coarse.Shape, [5, 60, value is null ? 12 : Expected, 30]);
        var shares = N2Normalization.Apply(weights, new(coarse.Shape, [1, 1, 1, 1]));
        return new(0, 0, coarse, N2Normalization.Apply(weights, counts))
        {
            Distribution = new(shares, new(coarse.Shape, [5, 5, 5, 5])),
            Mask = value is null ? null : new(coarse.Shape, [1, 1, 0, 1]),
        };
    }
}
