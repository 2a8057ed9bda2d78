using System.Globalization;
using FineFlow.Experiments.Results;

namespace FineFlow.Experiments.Views;

/// <summary>Numbers as the tables write them.</summary>
internal static class Numbers
{
    /// <summary>A metric: three decimals as in the paper, four below 1; "n/a" for NaN.</summary>
    public static string Error(double value) => double.IsNaN(value) ? "n/a" : value.ToString(Math.Abs(value) >= 1 ? "F3" : "F4", CultureInfo.InvariantCulture);

    /// <summary>An error over seeds.</summary>
    public static string Error(Spread spread) =>
        spread.Deviation is { } deviation ? $"{Error(spread.Mean)} ± {deviation.ToString(spread.Mean >= 1 ? "F3" : "F4", CultureInfo.InvariantCulture)}" : Error(spread.Mean);

    /// <summary>A change in percent, with its sign.</summary>
    public static string Change(double from, double to) => ((to - from) / from * 100).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) + " %";

    /// <summary>A difference in three digits, with its sign.</summary>
    public static string Difference(double value)
    {
        var text = value.ToString("G3", CultureInfo.InvariantCulture);
        return value > 0 ? $"+{text}" : text.Replace('-', '−');
    }

    /// <summary>Three digits that matter.</summary>
    public static string Short(double value) => value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
