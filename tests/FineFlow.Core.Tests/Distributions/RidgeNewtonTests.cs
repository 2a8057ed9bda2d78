using FineFlow.Core.Distributions;

namespace FineFlow.Core.Tests.Distributions;

public class RidgeNewtonTests
{
    /// <summary>Newton's full steps on sqrt(1 + w^2) go from w to -w^3.</summary>
    [Fact]
    public void Steps_that_overshoot_are_halved()
    {
        var found = RidgeNewton.Minimise(
            (weights, sums) =>
            {
                var root = Math.Sqrt(1 + weights[0] * weights[0]);
                (sums[0], sums[1], sums[2]) = (root, weights[0] / root, 1 / (root * root * root));
            },
            [3],
            1e-6);

        Assert.Equal(0, found[0], 1e-4);
    }

    [Fact]
    public void A_quadratic_takes_the_ridge_into_account()
    {
        // 5 (w0 - 1)^2 + (w0 - 1) (w1 + 2) + 2 (w1 + 2)^2, ridge 4 around (3, 3).
        var found = RidgeNewton.Minimise(
            (weights, sums) =>
            {
                var (a, b) = (weights[0] - 1, weights[1] + 2);
                (sums[0], sums[1], sums[2]) = (5 * a * a + a * b + 2 * b * b, 10 * a + b, a + 4 * b);
                (sums[3], sums[4], sums[5], sums[6]) = (10, double.NaN, 1, 4);
            },
            [3, 3],
            4);

        // 14 a + b = 8 and a + 8 b = 20.
        Assert.Equal([1 + 44 / 111.0, -2 + 272 / 111.0], found, (one, other) => Math.Abs(one - other) < 1e-9);
    }

    [Fact]
    public void A_singular_hessian_beyond_the_ridge_gives_a_finite_minimum()
    {
        const double Strength = 1e22;
        var found = RidgeNewton.Minimise(
            (weights, sums) =>
            {
                var miss = weights[0] + weights[1] + weights[2] - 1;
                Array.Fill(sums, Strength);
                sums[0] = Strength / 2 * miss * miss;
                Array.Fill(sums, Strength * miss, 1, 3);
            },
            [0, 0, 0.5],
            1);

        Assert.Equal(1, found.Sum(), 1e-6);
        Assert.Equal(found[0], found[1], 1e-3);
    }
}
