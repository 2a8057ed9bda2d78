using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Tests.Common;

public class PoissonNoiseTests
{
    private const int Draws = 100_000;

    [Theory]
    [InlineData(0.3)]
    [InlineData(5)]
    [InlineData(23.9)]
    [InlineData(24.1)]
    [InlineData(120)]
    public void Mean_and_variance_are_the_expected_count(double mean)
    {
        var random = new RandomStream(7);
        var counts = Enumerable.Range(0, Draws).Select(_ => (double)PoissonNoise.Draw(random, mean)).ToArray();
        var average = counts.Average();
        var variance = counts.Average(count => (count - average) * (count - average));

        // Five standard errors; the fourth moment of a Poisson count gives the variance's.
        Assert.Equal(mean, average, tolerance: 5 * Math.Sqrt(mean / Draws));
        Assert.Equal(mean, variance, tolerance: 5 * Math.Sqrt((mean + 2 * mean * mean) / Draws) + 1 / 12.0 * (mean >= 24 ? 1 : 0));
    }

    [Fact]
    public void Nothing_comes_from_nothing()
    {
        var random = new RandomStream(7);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(0, PoissonNoise.Draw(random, 0)));
    }
}
