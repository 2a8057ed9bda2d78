using FineFlow.Core.Conservation;
using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class PoolFitTests
{
    private const int Samples = 40;
    private static readonly FlowShape Coarse = new(Samples, 2, 2, 3);
    private static readonly FlowShape Fine = Coarse.Refined(2);
    private static readonly float[][] Members = [Member(1), Member(2), Member(3)];

    [Fact]
    public void Weights_of_each_block_are_found_again()
    {
        var truth = Truth(block => [0.2 + 0.1 * block, 0.5 - 0.05 * block, -0.3], flow: 1e6);

        var weights = PoolFit.Fit(Members, truth, 2, double.PositiveInfinity, endsWithNetwork: true);

        Assert.Equal(12 * 3, weights.Length);
        for (var block = 0; block < 12; block++)
        {
            Assert.Equal(0.2 + 0.1 * block, weights[3 * block], 2e-3);
            Assert.Equal(0.5 - 0.05 * block, weights[3 * block + 1], 2e-3);
            Assert.Equal(-0.3, weights[3 * block + 2], 2e-3);
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(25, true)]
    [InlineData(25, false)]
    public void Both_steps_minimise_the_objective(double concentration, bool endsWithNetwork)
    {
        // The last block has no flow: it shows the weights of all blocks.
        var truth = Truth(block => [0.1 * block, 0.4, 0.6 - 0.1 * block], flow: 50);
        Clear(truth, 11);

        var weights = Rows(PoolFit.Fit(Members, truth, 2, concentration, endsWithNetwork));

        double[] start = endsWithNetwork ? [0, 0, 1] : [1 / 3.0, 1 / 3.0, 1 / 3.0];
        var common = weights[11];
        AssertMinimum(common, w => Enumerable.Range(0, 12).Sum(block => Objective(truth, block, w, concentration)) + Ridge(30, w, start));
        for (var block = 0; block < 11; block++)
        {
            AssertMinimum(weights[block], w => Objective(truth, block, w, concentration) + Ridge(1000, w, common));
        }
    }

    [Theory]
    [InlineData(true, new[] { 0f, 0, 1 })]
    [InlineData(false, new[] { 1 / 3f, 1 / 3f, 1 / 3f })]
    public void Without_flow_the_weights_stay_at_the_start(bool endsWithNetwork, float[] expected) =>
        Assert.All(
            Rows(PoolFit.Fit(Members, new(Fine), 2, 10, endsWithNetwork)),
            row => Assert.Equal(expected.Select(value => (double)value), row));

    [Fact]
    public void Shares_below_the_bound_count_as_the_bound()
    {
        var low = Members.Select(member => member.Select(value => value < -2 ? float.NegativeInfinity : value).ToArray()).ToArray();
        var floored = Members.Select(member => member.Select(value => value < -2 ? (float)Math.Log(1e-4) : value).ToArray()).ToArray();
        var truth = Truth(_ => [0.3, 0.3, 0.4], flow: 20);

        Assert.Equal(PoolFit.Fit(floored, truth, 2, 40, true), PoolFit.Fit(low, truth, 2, 40, true), new Near(1e-5f));
    }

    [Fact]
    public void Threads_do_not_show()
    {
        var truth = Truth(block => [0.1 * block, 0.4, 0.2], flow: 30);

        var one = PoolFit.Fit(Members, truth, 2, 40, true, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        var many = PoolFit.Fit(Members, truth, 2, 40, true, new ParallelOptions { MaxDegreeOfParallelism = 8 });

        Assert.Equal(one, many);
    }

    /// <summary>Alike members leave the Hessian singular, and huge flow leaves the ridge below its rounding.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    [InlineData(1e15)]
    [InlineData(1e25)]
    public void Weights_are_finite_whatever_comes(double flow)
    {
        float[] impossible = [.. Enumerable.Repeat(float.NegativeInfinity, Fine.Length)];
        float[][] alike = [Members[0], Members[0], Members[1], new float[Fine.Length], impossible];
        var truth = Truth(_ => [0.9, 0.3, -0.5], flow);

        var weights = Rows(PoolFit.Fit(alike, truth, 2, double.PositiveInfinity, endsWithNetwork: true));

        Assert.All(weights.SelectMany(row => row), weight => Assert.True(double.IsFinite(weight)));
        Assert.All(weights, row => Assert.True(flow > 1e15 || Math.Abs(row[0] - row[1]) < 1e-3));
        Assert.All(weights, row => Assert.Equal((0.0, 1.0), (row[3], row[4])));
    }

    [Fact]
    public void A_network_that_is_far_off_is_left_behind()
    {
        // Steep members: the full step of Newton's method overshoots from here.
        var (low, high) = (Members.Min(member => member.Min()), Members.Max(member => member.Max()));
        var steep = Members.Select(member => member.Select(value => -9 * (value - low) / (high - low)).ToArray()).ToArray();
        var truth = Pooled(steep, _ => [1, 0, -1], 1e5);

        var weights = Rows(PoolFit.Fit(steep, truth, 2, double.PositiveInfinity, endsWithNetwork: true));

        Assert.All(weights, row => Assert.Equal([1, 0, -1], row, new NearDouble(0.01)));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        var truth = Truth(_ => [0, 0, 1], 10);
        var wrong = (float[])Members[1].Clone();
        wrong[30] = float.NaN;

        Assert.Contains(
            "member 1, [sample 0, channel 1, row 1, column 0] is NaN",
            Assert.Throws<ArgumentException>(() => PoolFit.Fit([Members[0], wrong], truth, 2, 10, true)).Message, StringComparison.Ordinal);
        wrong[30] = float.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => PoolFit.Fit([Members[0], wrong], truth, 2, 10, true));
        Assert.Throws<ArgumentException>(() => PoolFit.Fit([Members[0], new float[3]], truth, 2, 10, true));
        Assert.Throws<ArgumentException>(() => PoolFit.Fit(Members, truth, 5, 10, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolFit.Fit([], truth, 2, 10, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolFit.Fit(Members, truth, 2, 0, true));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolFit.Fit(Members, truth, 2, double.NaN, true));
        truth.Values[7] = -1;
        Assert.Throws<ArgumentException>(() => PoolFit.Fit(Members, truth, 2, 10, true));
    }

    [Fact]
    public void A_cancelled_fit_ends() =>
        Assert.Throws<OperationCanceledException>(
            () => PoolFit.Fit(Members, Truth(_ => [0, 0, 1], 10), 2, 10, true, new CancellationToken(true)));

    private static void AssertMinimum(double[] weights, Func<double[], double> objective)
    {
        var least = objective(weights);
        for (var member = 0; member < weights.Length; member++)
        {
            foreach (var step in (double[])[-3e-3, 3e-3])
            {
                double[] other = [.. weights];
                other[member] += step;
                Assert.True(objective(other) > least, $"member {member} at {step}");
            }
        }
    }

    private static double Ridge(double strength, double[] weights, double[] centre) =>
        strength / 2 * weights.Zip(centre, (weight, start) => (weight - start) * (weight - start)).Sum();

    private static double Objective(FlowMaps truth, int block, double[] weights, double concentration)
    {
        var sum = 0.0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var cells = Cells(sample, block);
            double[] eta = [.. cells.Select(cell => weights.Select((weight, member) => weight * Members[member][cell]).Sum())];
            var flow = cells.Sum(cell => (double)truth.Values[cell]);
            var weight = double.IsInfinity(concentration) ? 1 : (concentration + 1) / (concentration + flow);
            sum += weight * (flow * Math.Log(eta.Sum(Math.Exp)) - cells.Select((cell, index) => truth.Values[cell] * eta[index]).Sum());
        }

        return sum;
    }

    private static FlowMaps Truth(Func<int, double[]> weights, double flow) => Pooled(Members, weights, flow);

    /// <summary>Flow that is spread exactly as the pool says, more in later samples.</summary>
    private static FlowMaps Pooled(float[][] members, Func<int, double[]> weights, double flow)
    {
        var truth = new FlowMaps(Fine);
        for (var sample = 0; sample < Samples; sample++)
        {
            for (var block = 0; block < 12; block++)
            {
                var cells = Cells(sample, block);
                double[] pooled = [.. cells.Select(
                    cell => Math.Exp(weights(block).Select((weight, member) => weight * members[member][cell]).Sum()))];
                for (var cell = 0; cell < 4; cell++)
                {
                    truth.Values[cells[cell]] = (float)(flow * (sample + 1) / Samples * pooled[cell] / pooled.Sum());
                }
            }
        }

        return truth;
    }

    private static void Clear(FlowMaps truth, int block)
    {
        for (var sample = 0; sample < Samples; sample++)
        {
            foreach (var cell in Cells(sample, block))
            {
                truth.Values[cell] = 0;
            }
        }
    }

    private static int[] Cells(int sample, int block)
    {
        var (channel, row, column) = (block / 6, block / 3 % 2, block % 3);
        var start = ((sample * 2 + channel) * 4 + 2 * row) * 6 + 2 * column;
        return [start, start + 1, start + 6, start + 7];
    }

    private static float[] Member(int seed)
    {
        var random = new Random(seed);
        var weights = new FlowMaps(Fine, [.. Enumerable.Range(0, Fine.Length).Select(_ => (float)Math.Exp(2 * random.NextDouble()))]);
        var shares = N2Normalization.Apply(weights, new(Coarse, [.. Enumerable.Repeat(1f, Coarse.Length)]));
        return [.. shares.Values.Select(value => MathF.Log(value))];
    }

    private static double[][] Rows(float[] weights) => [.. weights.Select(weight => (double)weight).Chunk(weights.Length / 12)];

    private sealed class Near(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float obj) => 0;
    }

    private sealed class NearDouble(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
