using FineFlow.Core.Sampling;

namespace FineFlow.Core.Distributions;

/// <summary>Draws from the distributions that <see cref="Draws"/> needs.</summary>
internal static class RandomVariates
{
    /// <summary>Up to here the units of a binomial draw are drawn one by one.</summary>
    private const int MostSingleUnits = 32;

    /// <summary>Draws how many of some units fall into the first of two parts whose shares are beta distributed.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="units">The units.</param>
    /// <param name="first">The first parameter of the beta distribution, above 0.</param>
    /// <param name="second">The second one.</param>
    public static long BetaBinomial(RandomStream random, long units, double first, double second) =>
        units == 1
            ? random.NextDouble() < first / (first + second) ? 1 : 0
            : Binomial(random, units, Beta(random, first, second));

    /// <summary>
    /// Draws how many of some units fall into a part of the given share. Many units are halved at a drawn order statistic of theirs
    /// (Devroye 1986, section X.4.3), so that the draw is exact for any number.
    /// </summary>
    private static long Binomial(RandomStream random, long units, double share)
    {
        if (share >= 1)
        {
            return units;
        }

        var count = 0L;
        while (units > MostSingleUnits)
        {
            var rank = units / 2 + 1;
            var place = Beta(random, rank, units + 1 - rank);
            if (place <= share)
            {
                (count, units, share) = (count + rank, units - rank, (share - place) / (1 - place));
            }
            else
            {
                (units, share) = (rank - 1, share / place);
            }
        }

        for (; units > 0; units--)
        {
            count += random.NextDouble() < share ? 1 : 0;
        }

        return count;
    }

    /// <summary>Draws a share that is beta distributed.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="first">The first parameter, above 0.</param>
    /// <param name="second">The second one.</param>
    public static double Beta(RandomStream random, double first, double second) =>
        1 / (1 + Math.Exp(-LogGamma(random, first) + LogGamma(random, second)));

    /// <summary>
    /// Draws the logarithm of a gamma variate (Marsaglia and Tsang 2000). Small shapes give variates below
    /// what float64 holds, hence the logarithm.
    /// </summary>
    private static double LogGamma(RandomStream random, double shape)
    {
        if (shape < 1)
        {
            return LogGamma(random, shape + 1) + Math.Log(1 - random.NextDouble()) / shape;
        }

        var scale = shape - 1.0 / 3;
        while (true)
        {
            var normal = random.NextGaussian();
            var root = 1 + normal / Math.Sqrt(9 * scale);
            var cube = root * root * root;
            if (root > 0 && Math.Log(1 - random.NextDouble()) < normal * normal / 2 + scale * (1 - cube + Math.Log(cube)))
            {
                return Math.Log(scale * cube);
            }
        }
    }
}
