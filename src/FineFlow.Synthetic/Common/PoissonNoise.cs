using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Common;

/// <summary>Counts around an expected value.</summary>
internal static class PoissonNoise
{
    private const double Many = 24;

    /// <summary>
    /// A Poisson draw: by Knuth's products for small means, by the normal approximation for large ones, rounded, so that a platform's
    /// last bits do not show.
    /// </summary>
    public static int Draw(RandomStream random, double mean)
    {
        if (mean >= Many)
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * random.NextGaussian()));
        if (mean <= 0)
            return 0;
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
            count++;
        return count;
    }
}
