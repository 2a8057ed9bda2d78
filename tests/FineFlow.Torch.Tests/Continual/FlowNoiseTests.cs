using FineFlow.Core.Sampling;
using FineFlow.Torch.Continual;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Continual;

public class FlowNoiseTests
{
    [Fact]
    public void Targets_move_on_from_the_sample_before_in_the_drawn_order()
    {
        using var scope = NewDisposeScope();
        var targets = arange(6, ScalarType.Float32).reshape(6, 1, 1, 1);

        var shifted = FlowNoise.Shift(targets, [3, 4, 0, 2]);

        // 3 gets 2; 4 gets what 3 has by now; 0 keeps its own; 2 gets 1.
        Assert.Equal([0, 1, 1, 2, 2, 5], shifted.flatten().data<float>().ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], targets.flatten().data<float>().ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(15, 2, 2)]
    [InlineData(16, 4, 16)]
    [InlineData(40, 4, 16)]
    public void Positions_are_distinct_and_among_the_first_samples(int samples, int count, int below)
    {
        var random = new RandomStream(3);
        var drawn = Enumerable.Range(0, 200).Select(_ => FlowNoise.DrawPositions(random, samples, 4)).ToList();

        Assert.All(drawn, positions => Assert.Equal(count, positions.Distinct().Count()));
        Assert.Equal(Enumerable.Range(0, below), drawn.SelectMany(positions => positions).Distinct().Order());
    }
}
