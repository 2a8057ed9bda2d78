namespace FineFlow.Core.Distributions;

/// <summary>A count of a Poisson distribution that is known to be smaller than a bound.</summary>
internal static class TruncatedPoisson
{
    /// <summary>Terms of less than this part of the largest one do not change a float64 sum.</summary>
    private const double Negligible = 1e-18;

    /// <summary>Returns E[X | X smaller than a bound], where X is Poisson.</summary>
    /// <param name="mean">The mean of X without the bound, at least 0.</param>
    /// <param name="below">The bound k, at least 1.</param>
    /// <returns>From 0 to k - 1.</returns>
    public static double Mean(double mean, int below)
    {
        // The terms mean^j / j!, j < k, in proportion to the largest one and outwards from there: none is too large or too small.
        var largest = below - 1;
        var mode = Math.Min(largest, Math.Floor(mean));
        var (sum, moment) = (1.0, 0.0);
        for (double count = mode, term = 1; count > 0 && term > Negligible; count--)
        {
            term *= count / mean;
            (sum, moment) = (sum + term, moment + (count - 1 - mode) * term);
        }

        for (double count = mode + 1, term = 1; count <= largest && term > Negligible; count++)
        {
            term *= mean / count;
            (sum, moment) = (sum + term, moment + (count - mode) * term);
        }

        return mode + moment / sum;
    }
}
