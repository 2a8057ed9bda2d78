using CsCheck;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Tests.Conservation;

public class BlockSumTests
{
    [Fact]
    public void Coarse_cells_are_the_sums_of_their_blocks() =>
        FlowGen.Pair.Sample(pair =>
        {
            var coarse = BlockSum.Coarsen(pair.Fine, pair.Fine.Rows / pair.Coarse.Rows);
            Assert.Equal(NaiveBlocks.Sums(pair.Coarse, pair.Fine).Select(sum => (float)sum), coarse.Values);
        });

    [Fact]
    public void Small_flows_survive_beside_large_ones()
    {
        // In float32, 2^24 + 1 + 1 stays 2^24.
        var fine = new FlowMaps(new(1, 1, 2, 2), [16777216, 1, 1, 0]);
        Assert.Equal([16777218f], BlockSum.Coarsen(fine, 2).Values);
    }

    [Theory]
    [InlineData(4, 6, 4)]
    [InlineData(6, 4, 4)]
    public void Maps_that_do_not_divide_are_refused(int rows, int columns, int factor) =>
        Assert.Throws<ArgumentException>(() => BlockSum.Coarsen(new FlowMaps(new(1, 1, rows, columns)), factor));
}
