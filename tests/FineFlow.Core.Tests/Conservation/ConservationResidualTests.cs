using CsCheck;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Tests.Conservation;

public class ConservationResidualTests
{
    [Fact]
    public void Both_residuals_are_the_largest_over_all_blocks() =>
        FlowGen.Pair.Sample(pair =>
        {
            var residual = ConservationResidual.Of(pair.Coarse, pair.Fine);
            var differences = NaiveBlocks.Sums(pair.Coarse, pair.Fine)
                .Zip(pair.Coarse.Values, (sum, flow) => Math.Abs(sum - flow)).ToArray();
            var relative = differences.Zip(pair.Coarse.Values, (difference, flow) => difference / Math.Max(1, flow)).ToArray();
            var tolerance = 1e-6 * (pair.Fine.Rows / pair.Coarse.Rows);
            Assert.Equal(differences.Max(), residual.Largest, 1e-12 * (1 + differences.Max()));
            Assert.Equal(relative.Max(), residual.LargestRelative, 1e-12 * (1 + relative.Max()));
            Assert.Equal(relative.Length, residual.Blocks);
            Assert.Equal(relative.Count(value => value > tolerance), residual.BrokenBlocks);
        });

    [Fact]
    public void The_worst_block_is_the_worst_in_proportion()
    {
        var coarse = new FlowMaps(new(2, 2, 2, 3));
        var fine = new FlowMaps(new(2, 2, 4, 6));
        (coarse.Map(0, 1)[1], fine.Map(0, 1)[2]) = (1000, 900);
        (coarse.Map(1, 0)[5], fine.Map(1, 0)[22]) = (20, 10);
        var residual = ConservationResidual.Of(coarse, fine);
        Assert.Equal(100, residual.Largest);
        Assert.Equal(0.5, residual.LargestRelative);
        Assert.Equal(new(1, 0, 1, 2), residual.Worst);
        Assert.Equal(2, residual.BrokenBlocks);
        Assert.False(residual.Conserves);
    }

    [Fact]
    public void Rounding_to_float_is_no_break()
    {
        var coarse = new FlowMaps(new(1, 1, 1, 1), [0.3f]);
        var fine = new FlowMaps(new(1, 1, 2, 2), [0.1f, 0.1f, 0.1f, 0]);
        var residual = ConservationResidual.Of(coarse, fine);
        Assert.InRange(residual.Largest, double.Epsilon, 1e-7);
        Assert.True(residual.Conserves);
    }

    [Fact]
    public void Not_a_number_does_not_pass_unseen()
    {
        var coarse = new FlowMaps(new(1, 1, 1, 3), [1, 1, 1]);
        var fine = new FlowMaps(new(1, 1, 1, 3), [1, float.NaN, 0]);
        var residual = ConservationResidual.Of(coarse, fine);
        Assert.True(double.IsNaN(residual.Largest));
        Assert.Equal(double.PositiveInfinity, residual.LargestRelative);
        Assert.Equal(new(0, 0, 0, 1), residual.Worst);
        Assert.Equal(2, residual.BrokenBlocks);
    }
}
