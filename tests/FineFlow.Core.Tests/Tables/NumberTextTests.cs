using FineFlow.Core.Tables;

namespace FineFlow.Core.Tests.Tables;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(43.2849, "43.28")]
    [InlineData(0.00012345, "0.0001234")]
    [InlineData(9999.4, "9999")]
    [InlineData(10000, "10000")]
    [InlineData(-123456.7, "-123457")]
    public void A_measured_number_has_four_digits_and_no_exponent_where_it_is_large(double value, string text) =>
        Assert.Equal(text, NumberText.Brief(value));

    [Theory]
    [InlineData(33.90812, null, "33.908")]
    [InlineData(0.31415, null, "0.3141")]
    [InlineData(33.90812, 0.25, "33.908 ± 0.250")]
    [InlineData(0.31415, 0.25, "0.3141 ± 0.2500")]
    [InlineData(double.NaN, null, "n/a")]
    public void A_deviation_has_as_many_decimals_as_its_mean(double value, double? deviation, string text) =>
        Assert.Equal(text, NumberText.Error(value, deviation));

    [Fact]
    public void Changes_and_differences_carry_their_sign()
    {
        Assert.Equal(("+50.00 %", "−50.00 %", "0.00 %"), (NumberText.Change(2, 3), NumberText.Change(2, 1), NumberText.Change(2, 2)));
        Assert.Equal(("+1.23", "−1.23", "0"), (NumberText.Difference(1.234), NumberText.Difference(-1.234), NumberText.Difference(0)));
    }

    [Fact]
    public void Costs_have_three_digits() => Assert.Equal(
        ("125", "99.5", "0.25"), (NumberText.Cost(124.6), NumberText.Cost(99.46), NumberText.Cost(0.254)));

    [Fact]
    public void Small_p_values_claim_no_more_than_the_resampling_can_tell() => Assert.Equal(
        ("< 0.001", "0.001", "0.041", "1.000"),
        (NumberText.P(0.0002), NumberText.P(0.001), NumberText.P(0.0412), NumberText.P(1)));

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(3.14, "3.1 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(59.96, "1 min 00 s")]
    [InlineData(61.5, "1 min 01 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3600, "1 h 00 min")]
    [InlineData(90061, "25 h 01 min")]
    public void Seconds_are_told_in_the_unit_that_suits_them(double seconds, string text) =>
        Assert.Equal(text, NumberText.Duration(seconds));
}
