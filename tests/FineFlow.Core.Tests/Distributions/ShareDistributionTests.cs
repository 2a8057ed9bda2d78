using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class ShareDistributionTests
{
    [Fact]
    public void The_factor_follows_from_the_shapes() =>
        Assert.Equal(3, DistributionGen.Repeated(2, new(1, 2, 2, 3), 3, 1, _ => 5).Factor);

    [Fact]
    public void Shapes_that_do_not_belong_together_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ShareDistribution(new(new(1, 1, 4, 4)), new(new(1, 1, 2, 1))));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.25f)]
    public void Shares_that_are_none_are_located(float value) =>
        Refused("shares: [sample 1, channel 0, row 1, column 2] is ", shares => shares[14] = value, _ => { });

    [Theory]
    [InlineData(0.25009f)]
    [InlineData(0.24991f)]
    public void Shares_may_miss_their_sum_by_rounding(float value)
    {
        var (shares, concentration) = Maps();
        shares.Values[14] = value;
        Assert.Equal(2, new ShareDistribution(shares, concentration).Factor);
    }

    [Theory]
    [InlineData(0.2503f)]
    [InlineData(0.2497f)]
    [InlineData(0f)]
    public void Shares_that_do_not_add_up_are_located(float value) =>
        Refused("shares: those of block [sample 1, channel 0, row 0, column 1] add up to ", shares => shares[14] = value, _ => { });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9e-7f)]
    [InlineData(1.1e9f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Concentrations_out_of_range_are_located(float value) =>
        Refused("concentration: [sample 1, channel 0, row 0, column 1] is ", _ => { }, concentration => concentration[3] = value);

    private static void Refused(string expected, Action<float[]> changeShares, Action<float[]> changeConcentration)
    {
        var (shares, concentration) = Maps();
        changeShares(shares.Values);
        changeConcentration(concentration.Values);
        var failure = Assert.Throws<BadInputException>(() => new ShareDistribution(shares, concentration));
        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    private static (FlowMaps Shares, FlowMaps Concentration) Maps() => (
        new(new(2, 1, 2, 4), [.. Enumerable.Repeat(0.25f, 16)]), new(new(2, 1, 1, 2), [.. Enumerable.Repeat(1f, 4)]));
}
