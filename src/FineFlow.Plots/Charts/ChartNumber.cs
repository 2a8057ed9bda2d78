using System.Globalization;

namespace FineFlow.Plots.Charts;

/// <summary>Numbers as charts write them.</summary>
internal static class ChartNumber
{
    /// <summary>A tick of an axis whose ticks are <paramref name="step"/> apart: no more digits than tell them apart.</summary>
    public static string Tick(double value, double step)
    {
        if (value == 0)
            return "0";
        var last = (int)Math.Floor(Math.Log10(step) + 1e-9);
        if (last is < -5 or > 5)
            return Scientific(value, Magnitude(value) - last);
        return Fixed(value, Math.Max(0, -last));
    }

    /// <summary>Decimals that show at least three digits of every value above 0, and hundredths below a hundred.</summary>
    public static int Decimals(IEnumerable<double> values)
    {
        var smallest = values.Where(value => value > 0).DefaultIfEmpty(1).Min();
        return smallest >= 1000 ? 0 : smallest >= 100 ? 1 : smallest >= 1 ? 2 : Math.Min(5, 2 - Magnitude(smallest));
    }

    /// <summary>A value with so many decimals, but at most five digits; very large and small ones with a power of ten.</summary>
    public static string Value(double value, int decimals) =>
        value >= 1e6 || (value > 0 && value < 1e-3) ? Scientific(value, 2)
        : Fixed(value, value < 10 ? decimals : Math.Clamp(4 - Magnitude(value), 0, decimals));

    private static string Fixed(double value, int decimals) =>
        value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);

    private static string Scientific(double value, int digits) =>
        value.ToString("0." + new string('0', Math.Clamp(digits, 0, 14)) + "E0", CultureInfo.InvariantCulture);

    private static int Magnitude(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
}
