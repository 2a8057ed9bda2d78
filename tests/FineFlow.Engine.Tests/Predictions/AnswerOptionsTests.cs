using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Engine.Predictions;

namespace FineFlow.Engine.Tests.Predictions;

public class AnswerOptionsTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_level_outside_of_0_to_1_is_refused(double level)
    {
        var refusal = Assert.Throws<BadInputException>(() => new AnswerOptions { Quantiles = [0.5, level] }.Check());

        Assert.Equal(nameof(AnswerOptions.Quantiles), refusal.Setting);
    }

    [Fact]
    public void A_level_that_comes_twice_is_refused() =>
        Assert.Throws<BadInputException>(() => new AnswerOptions { Quantiles = [0.5, 0.5] }.Check());

    [Fact]
    public void A_number_of_draws_out_of_range_is_refused()
    {
        Assert.Throws<BadInputException>(() => new AnswerOptions { Draws = -1 }.Check());
        Assert.Throws<BadInputException>(() => new AnswerOptions { Draws = AnswerOptions.MostDraws + 1 }.Check());
    }

    [Fact]
    public void What_needs_a_distribution_is_refused_of_a_model_without_one_and_dmn_is_named()
    {
        AnswerOptions[] needing = [new() { Estimate = EstimateKind.Mape }, new() { Quantiles = [0.5] }, new() { Draws = 1 }];

        Assert.All(needing, options =>
        {
            var refusal = Assert.Throws<BadInputException>(() => options.CheckModel("plgf", false));
            Assert.Contains("dmn", refusal.Message, StringComparison.Ordinal);
            options.CheckModel("kha", true);
        });
        new AnswerOptions { Integers = true }.CheckModel("plgf", false);
    }

    [Fact]
    public void Counts_are_checked_for_what_is_asked()
    {
        var half = new FlowMaps(new(1, 1, 1, 1), [0.5f]);
        var many = new FlowMaps(new(1, 1, 1, 1), [2e6f]);

        new AnswerOptions().CheckCounts(half, "X.npy");
        new AnswerOptions { Draws = 1 }.CheckCounts(many, "X.npy");
        Assert.Throws<BadInputException>(() => new AnswerOptions { Draws = 1 }.CheckCounts(half, "X.npy"));
        Assert.Throws<BadInputException>(() => new AnswerOptions { Quantiles = [0.5] }.CheckCounts(many, "X.npy"));
    }
}
