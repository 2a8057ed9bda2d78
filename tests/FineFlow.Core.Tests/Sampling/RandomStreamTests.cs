using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Sampling;

public class RandomStreamTests
{
    [Fact]
    public void Bits_are_those_of_splitmix64()
    {
        var random = new RandomStream(1234567);
        ulong[] expected =
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void Streams_of_one_seed_never_change()
    {
        Assert.Equal(17527383841289775211UL, new RandomStream(7, 0).NextUInt64());
        Assert.Equal(9675777052128823582UL, new RandomStream(7, 1).NextUInt64());
        Assert.Equal(589663553432347334UL, new RandomStream(-1, -1).NextUInt64());
    }

    [Fact]
    public void Integers_never_change()
    {
        var random = new RandomStream(1);
        Assert.Equal([56, 74, 97, 44, 44, 76, 87, 52, 28, 79, 40, 60], Enumerable.Range(0, 12).Select(_ => random.NextInt(100)));
    }

    [Fact]
    public void Doubles_fill_the_unit_interval_evenly()
    {
        var random = new RandomStream(3);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1 - 1.0 / (1L << 53)));
        Assert.InRange(draws.Average(), 0.497, 0.503);
        Assert.InRange(draws.Average(draw => draw * draw), 1 / 3.0 - 0.003, 1 / 3.0 + 0.003);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Integers_are_even_over_their_range(int bound)
    {
        var random = new RandomStream(11);
        var counts = new int[bound];
        for (var draw = 0; draw < 70_000; draw++)
        {
            counts[random.NextInt(bound)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 70_000 / bound - 700, 70_000 / bound + 700));
    }

    [Fact]
    public void The_largest_bound_is_reached_in_both_halves()
    {
        var random = new RandomStream(5);
        var draws = Enumerable.Range(0, 1000).Select(_ => random.NextInt(int.MaxValue)).ToArray();
        Assert.All(draws, draw => Assert.InRange(draw, 0, int.MaxValue - 1));
        Assert.InRange(draws.Count(draw => draw > int.MaxValue / 2), 430, 570);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_empty_range_is_refused(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(0).NextInt(bound));

    [Fact]
    public void Gaussians_have_the_moments_of_the_normal_distribution()
    {
        var random = new RandomStream(13);
        var draws = Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian()).ToArray();
        Assert.InRange(draws.Average(), -0.01, 0.01);
        Assert.InRange(draws.Average(draw => draw * draw), 0.985, 1.015);
        Assert.InRange(draws.Average(draw => Math.Pow(draw, 4)), 2.9, 3.1);
        Assert.All(draws, draw => Assert.True(double.IsFinite(draw)));
    }
}
