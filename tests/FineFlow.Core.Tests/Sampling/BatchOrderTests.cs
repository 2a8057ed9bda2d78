using CsCheck;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Sampling;

public class BatchOrderTests
{
    [Fact]
    public void The_order_never_changes()
    {
        Assert.Equal([2, 7, 10, 11, 14, 5, 8, 15, 0, 1, 9, 12, 6, 4, 3, 13], BatchOrder.Shuffle(16, seed: 2017, epoch: 0));
        Assert.Equal([10, 13, 0, 12, 2, 11, 6, 5, 3, 4, 7, 1, 8, 15, 14, 9], BatchOrder.Shuffle(16, seed: 2017, epoch: 1));
    }

    [Fact]
    public void Every_sample_is_visited_once() =>
        Gen.Select(Gen.Int[0, 300], Gen.Long, Gen.Int[0, 100]).Sample((samples, seed, epoch) =>
            BatchOrder.Shuffle(samples, seed, epoch).Order().SequenceEqual(Enumerable.Range(0, samples)));

    [Fact]
    public void Every_order_is_equally_likely()
    {
        var counts = Enumerable.Range(0, 24_000)
            .GroupBy(epoch => string.Concat(BatchOrder.Shuffle(4, seed: 1, epoch)))
            .Select(orders => orders.Count())
            .ToArray();
        Assert.Equal(24, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }
}
