using System.Globalization;

namespace FineFlow.Core.Tables;

/// <summary>Numbers for people: the one place that decides how many digits a table, a page or a line of the terminal shows.</summary>
internal static class NumberText
{
    private const double LastWithFourDigits = 1e4;

    /// <summary>
    /// Formats a measured number with four digits, and no fewer than before its decimal point: "43.28", "0.0001235", "123457".
    /// </summary>
    public static string Brief(double value) => Text(value, Math.Abs(value) < LastWithFourDigits ? "G4" : "F0");

    /// <summary>Formats an error that should be 0 with two digits: "0.00012".</summary>
    public static string Rough(double value) => Text(value, "G2");

    /// <summary>Formats an order of magnitude: "1.2E-7".</summary>
    public static string Magnitude(double value) => Text(value, "0.0E+0");

    /// <summary>Formats a setting with all its digits: "0.0003".</summary>
    public static string Exact(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Formats a count: "3,556,141".</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a share in percent: "26.0 %".</summary>
    public static string Share(double value) => Text(value, "P1");

    /// <summary>Formats a range of flow: "0", "1 to 2".</summary>
    public static string Range(double from, double to) => from == to ? Brief(from) : $"{Brief(from)} to {Brief(to)}";

    /// <summary>Formats an hour of the day: "08:00".</summary>
    public static string Hour(int hour) => Invariant($"{hour:00}:00");

    /// <summary>Formats a p value with no more digits than the resampling gives.</summary>
    public static string P(double p) => p < 0.001 ? "< 0.001" : Text(p, "0.000");

    /// <summary>Formats a metric in the tables of experiments: three decimals as in the paper, four below 1; "n/a" for NaN.</summary>
    /// <param name="value">Its value, or the mean of several.</param>
    /// <param name="deviation">The deviation of several, in as many decimals as their mean.</param>
    public static string Error(double value, double? deviation = null)
    {
        var decimals = Math.Abs(value) >= 1 ? "F3" : "F4";
        var text = double.IsNaN(value) ? "n/a" : Text(value, decimals);
        return deviation is { } spread ? $"{text} ± {Text(spread, decimals)}" : text;
    }

    /// <summary>Formats a change in percent, with its sign.</summary>
    public static string Change(double from, double to) => Text((to - from) / from * 100, "+0.00;−0.00;0.00") + " %";

    /// <summary>Formats a difference in three digits, with its sign.</summary>
    public static string Difference(double value) => value > 0 ? $"+{Text(value, "G3")}" : Text(value, "G3").Replace('-', '−');

    /// <summary>Formats a cost, in three digits and with two decimals at most: "125", "0.25".</summary>
    public static string Cost(double value) => Text(value, value >= 100 ? "F0" : value >= 10 ? "F1" : "F2");

    /// <summary>Formats seconds like "3.1 s", "1 min 01 s" or "25 h 01 min".</summary>
    public static string Duration(double seconds)
    {
        // First: 59.96 seconds are a minute, not 60.0 seconds.
        var rounded = Math.Round(seconds, 1);
        return rounded switch
        {
            < 60 => Invariant($"{rounded:F1} s"),
            < 3600 => Invariant($"{(int)rounded / 60} min {(int)rounded % 60:D2} s"),
            _ => Invariant($"{(int)(rounded / 3600)} h {(int)rounded / 60 % 60:D2} min"),
        };
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
