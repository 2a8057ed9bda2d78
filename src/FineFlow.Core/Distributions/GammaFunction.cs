namespace FineFlow.Core.Distributions;

/// <summary>The logarithm of the gamma function, and of its ratios, for positive numbers.</summary>
internal static class GammaFunction
{
    /// <summary>From here on Stirling's series, as long as it is below, is exact to float64.</summary>
    private const double SeriesStart = 10;

    /// <summary>Up to here a ratio is the logarithm of a product, which is faster and loses no digits.</summary>
    private const int LongestProduct = 16;

    /// <summary>Returns ln Gamma(x) for x of at least 0; infinite at 0.</summary>
    public static double Log(double x)
    {
        var product = 1.0;
        for (; x < SeriesStart; x++)
        {
            product *= x;
        }

        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680
            - square * (1.0 / 1188 - square * (691.0 / 360360 - square / 156))))));
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - Math.Log(product);
    }

    /// <summary>Returns ln Gamma(x + rise) - ln Gamma(x), both at least 0; for whole rises ln(x (x + 1) .. (x + rise - 1)).</summary>
    public static double LogRising(double x, double rise)
    {
        if (rise > LongestProduct || rise != Math.Floor(rise))
        {
            return Log(x + rise) - Log(x);
        }

        var product = 1.0;
        for (var step = 0; step < rise; step++)
        {
            product *= x + step;
        }

        return Math.Log(product);
    }
}
