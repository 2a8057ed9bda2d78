using System.Globalization;

namespace FineFlow.Experiments.Measurement;

/// <summary>Numbers in tables for people.</summary>
public static class NumberText
{
    /// <summary>Four digits: "43.28", "0.0001235".</summary>
    public static string Brief(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Two digits, for sizes of errors that ought not to be: "0.00012".</summary>
    public static string Rough(double value) => value.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>"3,556,141".</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"26.0 %".</summary>
    public static string Share(double value) => value.ToString("P1", CultureInfo.InvariantCulture);

    /// <summary>A range of flow: "0", "1 to 2".</summary>
    public static string Range(double from, double to) => from == to ? Brief(from) : $"{Brief(from)} to {Brief(to)}";

    /// <summary>"08:00".</summary>
    public static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00");

    /// <summary>A p value that claims no more than the resampling can tell.</summary>
    public static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
