using FineFlow.Core.Baselines;

namespace FineFlow.Core.Tests.Baselines;

public class EvenSplitTests
{
    [Fact]
    public void Every_fine_cell_gets_the_same_part_of_its_own_coarse_cell()
    {
        var fine = EvenSplit.Predict(new FlowMaps(new(2, 1, 1, 2), [4, 8, 0, 2]), 2);
        Assert.Equal("[2, 1, 2, 4]", fine.ToString());
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f], fine.Values);
    }
}
