using CsCheck;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Tests.Conservation;

public class N2NormalizationTests
{
    [Fact]
    public void Fine_flow_conserves_the_coarse_flow_whatever_the_density() =>
        FlowGen.Pair.Sample(pair =>
        {
            var fine = N2Normalization.Apply(pair.Fine, pair.Coarse);
            var factor = pair.Fine.Rows / pair.Coarse.Rows;
            var sums = NaiveBlocks.Sums(pair.Coarse, fine);
            for (var block = 0; block < sums.Length; block++)
            {
                var flow = pair.Coarse.Values[block];
                Assert.InRange(Math.Abs(sums[block] - flow), 0, 1e-6 * Math.Max(1, flow) * factor);
            }
        });

    [Fact]
    public void Flow_is_proportional_to_density()
    {
        var density = new FlowMaps(new(1, 1, 2, 4), [1, 0, 3, 3, 2, 1, 3, 3]);
        var fine = N2Normalization.Apply(density, new FlowMaps(new(1, 1, 1, 2), [8, 10]));
        Assert.Equal([2, 0, 2.5f, 2.5f, 4, 2, 2.5f, 2.5f], fine.Values);
    }

    [Fact]
    public void A_dead_block_is_split_evenly()
    {
        var fine = N2Normalization.Apply(new FlowMaps(new(1, 1, 2, 2)), new FlowMaps(new(1, 1, 1, 1), [10]));
        Assert.Equal([2.5f, 2.5f, 2.5f, 2.5f], fine.Values);
    }

    [Fact]
    public void The_smallest_densities_are_not_taken_for_dead()
    {
        var fine = N2Normalization.Apply(new FlowMaps(new(1, 1, 2, 2), [float.Epsilon, 0, 0, 0]), new FlowMaps(new(1, 1, 1, 1), [10]));
        Assert.Equal([10f, 0, 0, 0], fine.Values);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void A_density_that_is_none_is_refused_and_located(float density)
    {
        var failure = Assert.Throws<ArgumentException>(() =>
            N2Normalization.Apply(new FlowMaps(new(1, 1, 2, 2), [1, 1, density, 1]), new FlowMaps(new(1, 1, 1, 1), [10])));
        Assert.Contains("[sample 0, channel 0, row 1, column 0]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, 4, 4)]
    [InlineData(1, 2, 4, 4)]
    [InlineData(1, 1, 5, 4)]
    [InlineData(1, 1, 4, 6)]
    [InlineData(1, 1, 1, 1)]
    public void Shapes_that_do_not_belong_together_are_refused(int samples, int channels, int rows, int columns) =>
        Assert.Throws<ArgumentException>(() =>
            N2Normalization.Apply(new FlowMaps(new(samples, channels, rows, columns)), new FlowMaps(new(1, 1, 2, 2))));
}
