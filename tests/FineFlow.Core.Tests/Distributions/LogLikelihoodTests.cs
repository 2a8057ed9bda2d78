using CsCheck;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class LogLikelihoodTests
{
    /// <summary>Polya's urn: each unit takes a cell with probability (alpha p + units there) / (alpha + units so far).</summary>
    [Fact]
    public void It_is_the_probability_of_the_units_one_after_the_other() =>
        (from shares in DistributionGen.Shares(4)
         from concentration in DistributionGen.Concentration
         from counts in Gen.Int[0, 40].Array[4]
         select (shares, concentration, counts)).Sample(test =>
         {
             var (expected, before) = (0.0, 0);
             for (var cell = 0; cell < 4; cell++)
             {
                 for (var unit = 0; unit < test.counts[cell]; unit++, before++)
                 {
                     var share = test.shares[cell] / test.shares.Sum(value => (double)value);
                     expected += Math.Log((test.concentration * share + unit) / ((double)test.concentration + before));
                 }
             }

             Assert.Equal(expected, Of(test.shares, test.concentration, [.. test.counts.Select(count => (float)count)]), 1e-6);
         });

    [Fact]
    public void Blocks_and_samples_add_up()
    {
        var distribution = DistributionGen.Repeated(3, new(1, 2, 2, 3), 2, 1, block => Math.Exp(block / 3.0));
        var truth = Draws.Map(DistributionGen.Counts(distribution.Concentration.Shape, 2, 40), distribution, 1, 0);

        var expected = 0.0;
        for (var block = 0; block < 36; block++)
        {
            var start = block / 3 * 12 + block % 3 * 2;
            int[] cells = [start, start + 1, start + 6, start + 7];
            expected += Of(
                [.. cells.Select(cell => distribution.Shares.Values[cell])],
                distribution.Concentration.Values[block],
                [.. cells.Select(cell => truth.Values[cell])]);
        }

        Assert.Equal(expected, LogLikelihood.Sum(truth, distribution), 1e-8);
    }

    [Fact]
    public void Real_valued_flow_lies_between_its_neighbours() =>
        Assert.InRange(
            Of([0.5f, 0.5f, 0, 0], 5, [2.5f, 1, 0, 0]),
            Of([0.5f, 0.5f, 0, 0], 5, [3, 1, 0, 0]),
            Of([0.5f, 0.5f, 0, 0], 5, [2, 1, 0, 0]));

    [Fact]
    public void Impossible_flow_has_no_likelihood_and_no_flow_is_certain()
    {
        Assert.Equal(double.NegativeInfinity, Of([1, 0, 0, 0], 5, [3, 1, 0, 0]));
        Assert.Equal(0, Of([1, 0, 0, 0], 5, [0, 0, 0, 0]));
    }

    [Fact]
    public void What_is_no_flow_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Of([1, 0, 0, 0], 5, [-1, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => LogLikelihood.Sum(new(new(1, 1, 4, 4)), DistributionGen.Block([1, 0, 0, 0], 5)));
    }

    private static double Of(float[] shares, float concentration, float[] truth) =>
        LogLikelihood.Sum(new(new(1, 1, 2, 2), truth), DistributionGen.Block(shares, concentration));
}
