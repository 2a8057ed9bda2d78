namespace FineFlow.Torch.Continual.Replay;

/// <summary>
/// CUFAR's knowledge discriminator (Yu et al., AAAI 2023): how far two sets of maps are apart, as their maximum mean discrepancy under five
/// Gaussian kernels, and how much of a step is kept for it.
/// </summary>
internal static class KnowledgeDiscriminator
{
    private const int Kernels = 5;
    private const double BandwidthDivisor = 4;
    private const double Steepness = 3;

    /// <summary>
    /// Returns alpha = 2 - 2 / (1 + exp(-3 MMD)), the share of a step that is kept: 1 for equal sets, towards 0 for distant ones. Where all
    /// maps are equal the published code divides by 0; alpha is 1 there.
    /// </summary>
    /// <param name="first">Vectors of a common length, end to end.</param>
    /// <param name="second">Vectors of the same length, end to end.</param>
    /// <param name="length">The length.</param>
    public static double Alpha(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int length) =>
        2 - 2 / (1 + Math.Exp(-Steepness * Discrepancy(first, second, length)));

    /// <summary>
    /// Returns the squared maximum mean discrepancy (Gretton et al., JMLR 2012), biased: with the diagonals. The kernel is the sum of
    /// exp(-D / (s 2^i)), i = 0 .. 4, of squared distances D, and s is a quarter of their mean over all pairs of the union.
    /// </summary>
    public static double Discrepancy(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int length)
    {
        float[] union = [.. first, .. second];
        var (ofFirst, all) = (first.Length / length, union.Length / length);
        var distances = new double[all, all];
        var sum = 0.0;
        for (var i = 0; i < all; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var distance = SquaredDistance(union.AsSpan(i * length, length), union.AsSpan(j * length, length));
                (distances[i, j], distances[j, i]) = (distance, distance);
                sum += 2 * distance;
            }
        }

        if (sum == 0)
        {
            return 0;
        }

        var bandwidth = sum / ((double)all * all - all) / BandwidthDivisor;
        var ofSecond = all - ofFirst;
        var discrepancy = 0.0;
        for (var i = 0; i < all; i++)
        {
            for (var j = 0; j < all; j++)
            {
                var weight = (i < ofFirst ? 1.0 / ofFirst : -1.0 / ofSecond) * (j < ofFirst ? 1.0 / ofFirst : -1.0 / ofSecond);
                discrepancy += weight * Kernel(distances[i, j] / bandwidth);
            }
        }

        return Math.Max(0, discrepancy); // rounding may leave it below 0
    }

    private static double Kernel(double distance) =>
        Enumerable.Range(0, Kernels).Sum(power => Math.Exp(-distance / (1 << power)));

    private static double SquaredDistance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            var difference = (double)first[i] - second[i];
            sum += difference * difference;
        }

        return sum;
    }
}
