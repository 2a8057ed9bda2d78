using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class CoverageTemperatureTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(-0.1)]
    [InlineData(1.3)]
    [InlineData(-2.9)]
    public void The_place_of_ninety_percent_is_found(double place)
    {
        var calls = 0;
        var (log, coverage) = CoverageTemperature.Fit(at =>
        {
            calls++;
            return 0.9 - 0.3 * Math.Tanh(at - place);
        });

        Assert.Equal(place, log, 5e-4);
        Assert.Equal(0.9, coverage!.Value, 1e-4);
        Assert.InRange(calls, 1, 15);
    }

    [Theory]
    [InlineData(-1, -3)]
    [InlineData(1, 3)]
    public void Where_it_is_out_of_reach_the_nearest_end_is_taken(int side, double expected)
    {
        var (log, coverage) = CoverageTemperature.Fit(at => 0.9 + side * (0.05 - 0.01 * Math.Abs(at)));

        Assert.Equal(expected, log);
        Assert.Equal(0.9 + side * 0.02, coverage!.Value, 1e-12);
    }

    [Theory]
    [InlineData(0.86)]
    [InlineData(0.94)]
    public void A_coverage_that_no_temperature_changes_leaves_it_at_1(double level) =>
        Assert.Equal((0, level), CoverageTemperature.Fit(_ => level));

    [Fact]
    public void Without_coverage_the_temperature_is_1() =>
        Assert.Equal((0, null), CoverageTemperature.Fit(_ => null));
}
