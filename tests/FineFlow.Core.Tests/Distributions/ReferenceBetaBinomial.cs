namespace FineFlow.Core.Tests.Distributions;

/// <summary>The beta-binomial distribution by its definition, with a gamma function of its own (Lanczos 1964, g = 7).</summary>
internal static class ReferenceBetaBinomial
{
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>f(0) .. f(units).</summary>
    public static double[] Masses(double share, double concentration, int units)
    {
        var (a, b) = (concentration * share, concentration * (1 - share));
        if (a == 0 || b == 0)
        {
            var certain = new double[units + 1];
            certain[a == 0 ? 0 : units] = 1;
            return certain;
        }

        return [.. Enumerable.Range(0, units + 1).Select(k => Math.Exp(
            LogGamma(units + 1) - LogGamma(k + 1) - LogGamma(units - k + 1)
            + LogBeta(k + a, units - k + b) - LogBeta(a, b)))];
    }

    /// <summary>The same by the ratios of neighbours, for counts whose gamma functions lose too many digits.</summary>
    public static double[] MassesByRatios(double share, double concentration, int units)
    {
        var (a, b) = (concentration * share, concentration * (1 - share));
        double LogRatio(double k) => Math.Log(units - k) + Math.Log(a + k) - Math.Log(k + 1) - Math.Log(b + units - k - 1);
        var logs = new double[units + 1];
        var middle = (int)(units * share);
        for (var k = middle; k < units; k++)
        {
            logs[k + 1] = logs[k] + LogRatio(k);
        }

        for (var k = middle; k > 0; k--)
        {
            logs[k - 1] = logs[k] - LogRatio(k - 1);
        }

        var sum = logs.Sum(Math.Exp);
        return [.. logs.Select(log => Math.Exp(log) / sum)];
    }

    /// <summary>The expected |y - k|, weighted with 1 / max(y, 1) where asked.</summary>
    public static double Error(double[] masses, int k, bool isRelative)
    {
        var sum = 0.0;
        for (var y = 0; y < masses.Length; y++)
        {
            sum += masses[y] * Math.Abs(y - k) / (isRelative ? Math.Max(y, 1) : 1);
        }

        return sum;
    }

    public static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    public static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return LogGamma(x + 1) - Math.Log(x);
        }

        var sum = Lanczos[0];
        for (var term = 1; term < Lanczos.Length; term++)
        {
            sum += Lanczos[term] / (x - 1 + term);
        }

        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
