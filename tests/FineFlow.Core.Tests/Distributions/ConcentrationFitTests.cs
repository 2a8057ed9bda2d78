using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class ConcentrationFitTests
{
    private static readonly FlowShape Coarse = new(1, 1, 4, 4);

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(300)]
    public void One_concentration_is_found_again(double alpha)
    {
        var fit = Fit(Drawn(300, _ => alpha, 400));

        Assert.Equal(Math.Log(alpha), Math.Log(fit.Common), 0.1);
        Assert.Equal(1, fit.Temperature, 0.1);
        Assert.All(fit.Concentration, value => Assert.Equal(Math.Log(alpha), Math.Log(value), 0.5));
        Assert.Equal(0.9, fit.Coverage!.Value, 2e-4);
    }

    [Fact]
    public void Each_block_has_its_own()
    {
        static double Alpha(int block) => block % 2 == 0 ? 5 : 100;

        var fit = Fit(Drawn(500, Alpha, 80));

        Assert.InRange(fit.Common, 5, 100);
        for (var block = 0; block < 16; block++)
        {
            Assert.Equal(Math.Log(Alpha(block)), Math.Log(fit.Concentration[block]), 0.4);
        }
    }

    /// <summary>With few samples the prior keeps a block near the others: the fit maximises likelihood and prior together.</summary>
    [Fact]
    public void A_block_maximises_likelihood_and_prior()
    {
        var (shares, truth) = Drawn(6, block => block == 0 ? 2 : 60, 20);

        var fit = Fit((shares, truth));

        for (var block = 0; block < 16; block++)
        {
            var best = Posterior(fit.Concentration[block] / fit.Temperature);
            Assert.True(best >= Posterior(fit.Concentration[block] / fit.Temperature * 1.05));
            Assert.True(best >= Posterior(fit.Concentration[block] / fit.Temperature / 1.05));

            double Posterior(double alpha)
            {
                var prior = Math.Log(alpha / fit.Common);
                return LogLikelihoodOf(shares, truth, block, alpha) - prior * prior / 2;
            }
        }
    }

    [Fact]
    public void The_common_concentration_maximises_the_likelihood_of_all_blocks()
    {
        var (shares, truth) = Drawn(20, block => 10 + 10 * block, 30);

        var common = Fit((shares, truth)).Common;

        double All(double alpha) => Enumerable.Range(0, 16).Sum(block => LogLikelihoodOf(shares, truth, block, alpha));
        Assert.True(All(common) > All(common * 1.02));
        Assert.True(All(common) > All(common / 1.02));
    }

    /// <summary>Shares that are off in some blocks spoil the coverage, and one temperature mends it on the whole.</summary>
    [Fact]
    public void The_temperature_brings_coverage_to_ninety_percent()
    {
        var (shares, truth) = Drawn(200, _ => 40, 50);
        var off = shares.Values.Select((value, cell) => (float)Math.Log(cell % 5 == 0 ? value * 2 : value)).ToArray();

        var fit = ConcentrationFit.Fit(off, truth, 2);

        Assert.True(Math.Abs(fit.Temperature - 1) > 0.01);
        Assert.Equal(0.9, fit.Coverage!.Value, 2e-4);
        Assert.Equal(0.9, RandomisedCoverage(off, truth, fit.Concentration), 0.006);
    }

    [Fact]
    public void Independent_units_reach_the_upper_bound_and_clumps_the_lower()
    {
        // The temperature may not lift a bounded concentration beyond the bound.
        var fit = Fit(Drawn(400, _ => 1e9, 200));
        Assert.All(fit.Concentration, value => Assert.InRange(value, 1000, Math.Exp(9) * 1.000001));

        var clumped = Fit(Drawn(400, _ => 0.01, 60));
        Assert.Equal(Math.Exp(-1), clumped.Common, 1e-3);
        Assert.All(clumped.Concentration, value => Assert.InRange(value, Math.Exp(-1) * 0.999999, 0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Without_pairs_of_units_there_is_nothing_to_fit(int units)
    {
        var (shares, _) = Drawn(5, _ => 10, 10);
        var truth = new FlowMaps(shares.Shape);
        for (var cell = 0; cell < truth.Values.Length; cell += 8 * 8)
        {
            truth.Values[cell] = units;
        }

        var fit = Fit((shares, truth));

        Assert.Equal(Math.Exp(4), fit.Common, 1e-9);
        Assert.Equal(units == 0, fit.Coverage is null);
        Assert.All(fit.Concentration, value => Assert.Equal(Math.Exp(4), value, 1e-3));
    }

    [Fact]
    public void A_block_without_flow_gets_the_common_value()
    {
        var (shares, truth) = Drawn(100, _ => 20, 40);
        for (var cell = 0; cell < truth.Values.Length; cell++)
        {
            truth.Values[cell] = cell % 8 < 2 && cell / 8 % 8 < 2 ? 0 : truth.Values[cell];
        }

        var fit = Fit((shares, truth));

        Assert.Equal(fit.Common * fit.Temperature, fit.Concentration[0], 1e-3);
    }

    [Fact]
    public void Real_valued_flow_has_no_coverage()
    {
        var (shares, truth) = Drawn(50, _ => 20, 40);
        var scaled = new FlowMaps(truth.Shape, [.. truth.Values.Select(value => value * 0.75f)]);

        var fit = Fit((shares, scaled));

        Assert.Null(fit.Coverage);
        Assert.Equal(1, fit.Temperature);
        Assert.InRange(fit.Common, 10, 40);
    }

    [Fact]
    public void A_truth_in_an_impossible_cell_does_not_end_the_fit()
    {
        var (shares, truth) = Drawn(50, _ => 20, 40);
        var logs = shares.Values.Select(value => MathF.Log(value)).ToArray();
        logs[9] = -1e4f;
        truth.Values[9] = 3;

        Assert.All(ConcentrationFit.Fit(logs, truth, 2).Concentration, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        var (shares, truth) = Drawn(2, _ => 20, 40);
        var logs = shares.Values.Select(value => MathF.Log(value)).ToArray();

        Assert.Throws<ArgumentException>(() => ConcentrationFit.Fit(new float[3], truth, 2));
        Assert.Throws<ArgumentException>(() => ConcentrationFit.Fit(logs, truth, 3));
        logs[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => ConcentrationFit.Fit(logs, truth, 2));
        logs[3] = float.NegativeInfinity;
        Assert.Throws<ArgumentException>(() => ConcentrationFit.Fit(logs, truth, 2));
        logs[3] = 0;
        truth.Values[0] = -1;
        Assert.Throws<ArgumentException>(() => ConcentrationFit.Fit(logs, truth, 2));
        truth.Values[0] = Estimates.LargestCount + 1;
        Assert.Throws<BadInputException>(() => ConcentrationFit.Fit(logs, truth, 2));
    }

    private static ConcentrationFit Fit((FlowMaps Shares, FlowMaps Truth) data) =>
        ConcentrationFit.Fit([.. data.Shares.Values.Select(value => MathF.Log(value))], data.Truth, 2);

    private static (FlowMaps Shares, FlowMaps Truth) Drawn(int samples, Func<int, double> alpha, double flow)
    {
        var distribution = DistributionGen.Repeated(samples, Coarse, 2, 5, alpha);
        return (distribution.Shares, Draws.Map(DistributionGen.Counts(distribution.Concentration.Shape, 6, flow), distribution, 7, 0));
    }

    private static double LogLikelihoodOf(FlowMaps shares, FlowMaps truth, int block, double alpha)
    {
        var sum = 0.0;
        for (var sample = 0; sample < truth.Samples; sample++)
        {
            var start = sample * 64 + block / 4 * 16 + block % 4 * 2;
            var (flow, gamma) = (0.0, 0.0);
            foreach (var cell in (int[])[start, start + 1, start + 8, start + 9])
            {
                flow += truth.Values[cell];
                gamma += ReferenceBetaBinomial.LogGamma(truth.Values[cell] + alpha * shares.Values[cell])
                    - ReferenceBetaBinomial.LogGamma(alpha * shares.Values[cell]);
            }

            sum += gamma + ReferenceBetaBinomial.LogGamma(alpha) - ReferenceBetaBinomial.LogGamma(alpha + flow);
        }

        return sum;
    }

    private static double RandomisedCoverage(float[] logs, FlowMaps truth, float[] concentration)
    {
        var random = new Random(3);
        var (covered, cells) = (0, 0);
        for (var sample = 0; sample < truth.Samples; sample++)
        {
            for (var block = 0; block < 16; block++)
            {
                var start = sample * 64 + block / 4 * 16 + block % 4 * 2;
                int[] places = [start, start + 1, start + 8, start + 9];
                var units = (int)places.Sum(cell => truth.Values[cell]);
                var total = places.Sum(cell => Math.Exp(logs[cell]));
                foreach (var cell in units > 0 ? places : [])
                {
                    var masses = ReferenceBetaBinomial.Masses(Math.Exp(logs[cell]) / total, concentration[block], units);
                    var y = (int)truth.Values[cell];
                    var u = masses.Take(y).Sum() + random.NextDouble() * masses[y];
                    covered += u is >= 0.05 and <= 0.95 ? 1 : 0;
                    cells++;
                }
            }
        }

        return (double)covered / cells;
    }
}
