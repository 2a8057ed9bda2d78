using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class TruncatedPoissonTests
{
    private const double Rounding = 1e-10;

    private static readonly Gen<double> Means = Gen.Double[-30, 15].Select(Math.Exp);
    private static readonly Gen<int> Bounds = Gen.Frequency((3, Gen.Int[1, 12]), (1, Gen.Int[1, 3000]));

    [Fact]
    public void The_mean_is_the_written_out_sum() => Gen.Select(Means, Bounds).Sample((mean, below) =>
    {
        double[] logs = [.. Enumerable.Range(0, below).Select(count => count * Math.Log(mean) - GammaFunction.Log(count + 1.0))];
        var weights = Array.ConvertAll(logs, log => Math.Exp(log - logs.Max()));
        var expected = weights.Select((weight, count) => count * weight).Sum() / weights.Sum();

        Assert.Equal(expected, TruncatedPoisson.Mean(mean, below), 1e-8 * Math.Max(1e-12, expected));
    });

    [Fact]
    public void It_grows_with_the_mean_and_with_the_bound() => Gen.Select(Means, Means, Bounds).Sample((mean, other, below) =>
    {
        var (low, high) = (Math.Min(mean, other), Math.Max(mean, other));

        Assert.True(TruncatedPoisson.Mean(low, below) <= TruncatedPoisson.Mean(high, below) * (1 + Rounding));
        Assert.True(TruncatedPoisson.Mean(low, below) <= TruncatedPoisson.Mean(low, below + 1) * (1 + Rounding));
    });

    [Fact]
    public void It_exceeds_neither_the_mean_nor_the_largest_count() => Gen.Select(Means, Bounds).Sample((mean, below) =>
        Assert.InRange(TruncatedPoisson.Mean(mean, below), 0, Math.Min(mean * (1 + Rounding), below - 1)));

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1_000_000, 0)]
    [InlineData(12.5, 1, 0)]
    [InlineData(1e-300, 5, 1e-300)]
    [InlineData(double.Epsilon, 1_000_000, double.Epsilon)]
    [InlineData(1e300, 5, 4)]
    [InlineData(1e300, 1_000_000, 999_999)]
    [InlineData(double.PositiveInfinity, 5, 4)]
    [InlineData(1000, 1_000_000, 1000)]
    public void Its_limits_are_the_mean_and_the_largest_count(double mean, int below, double expected) =>
        Assert.Equal(expected, TruncatedPoisson.Mean(mean, below), 1e-9 * expected);

    [Fact]
    public void Half_of_a_wide_distribution_is_cut_at_its_mean()
    {
        // Nearly normal: E[X | X < mean] = mean - sqrt(2 mean / pi).
        const int mean = 500_000;

        Assert.Equal(mean - Math.Sqrt(2 * mean / Math.PI), TruncatedPoisson.Mean(mean, mean), 1.0);
    }

    [Fact]
    public void A_mean_that_is_no_number_is_not_hidden() => Assert.Equal(double.NaN, TruncatedPoisson.Mean(double.NaN, 5));
}
