using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class GammaFunctionTests
{
    [Fact]
    public void Whole_and_half_numbers_follow_the_recurrence()
    {
        var (whole, half) = (0.0, Math.Log(Math.PI) / 2);
        for (var n = 1; n < 3000; n++)
        {
            Assert.Equal(whole, GammaFunction.Log(n), 1e-14 * Math.Max(10, whole));
            Assert.Equal(half, GammaFunction.Log(n - 0.5), 1e-14 * Math.Max(10, half));
            (whole, half) = (whole + Math.Log(n), half + Math.Log(n - 0.5));
        }
    }

    [Fact]
    public void Zero_is_infinite_and_small_numbers_are_their_inverse()
    {
        Assert.Equal(double.PositiveInfinity, GammaFunction.Log(0));
        Assert.Equal(-Math.Log(1e-200), GammaFunction.Log(1e-200), 1e-10);
    }

    [Fact]
    public void A_whole_rise_is_a_product() =>
        Gen.Select(Gen.Double[-20, 9], Gen.Int[0, 60]).Sample((log, rise) =>
        {
            var x = Math.Exp(log);
            var expected = Enumerable.Range(0, rise).Sum(step => Math.Log(x + step));
            Assert.Equal(expected, GammaFunction.LogRising(x, rise), 1e-10);
        });

    [Fact]
    public void A_fractional_rise_is_a_ratio() =>
        Gen.Select(Gen.Double[0.01, 500], Gen.Double[0, 40]).Sample((x, rise) => Assert.Equal(
            ReferenceBetaBinomial.LogGamma(x + rise) - ReferenceBetaBinomial.LogGamma(x), GammaFunction.LogRising(x, rise), 1e-9));

    [Fact]
    public void From_zero_nothing_rises()
    {
        Assert.Equal(0, GammaFunction.LogRising(0, 0));
        Assert.Equal(double.NegativeInfinity, GammaFunction.LogRising(0, 3));
        Assert.Equal(double.NegativeInfinity, GammaFunction.LogRising(0, 30));
    }
}
