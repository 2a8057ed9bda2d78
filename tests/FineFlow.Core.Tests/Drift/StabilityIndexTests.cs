using FineFlow.Core.Drift;

namespace FineFlow.Core.Tests.Drift;

public sealed class StabilityIndexTests
{
    [Fact]
    public void Many_counts_give_the_index_of_the_textbook()
    {
        // (0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5)
        Assert.Equal(0.0405465, StabilityIndex.Of([6e9, 4e9], [5e9, 5e9]), 1e-6);
        Assert.Equal(0, StabilityIndex.Of([3e9, 3e9], [5e9, 5e9]), 1e-9);
        Assert.Equal(0, StabilityIndex.Of([3], [5]), 1e-12);
    }

    [Fact]
    public void Nothing_at_all_and_empty_bins_are_finite_and_few_counts_weigh_little()
    {
        Assert.Equal(0, StabilityIndex.Of([0, 0, 0], [10, 20, 30]), 1e-12);
        Assert.True(double.IsFinite(StabilityIndex.Of([10, 0], [0, 10])));
        Assert.True(StabilityIndex.Of([1, 0], [10, 10]) < StabilityIndex.Of([100, 0], [10, 10]));
    }
}
