using System.Globalization;
using System.Text.RegularExpressions;

namespace FineFlow.Ingest.External;

/// <summary>
/// Numbers as weather files have them: a letter or a star behind one tells of its quality (NOAA: s for suspect). C, F, K and M are none of
/// these letters, since they are units or say that a value is missing.
/// </summary>
internal static partial class Measured
{
    // Precipitation that was seen, but was too little to be measured (NOAA: less than 0.005 inches).
    private const double TraceMillimetres = 0.1;

    /// <summary>A number; null where the text is none.</summary>
    public static double? Number(string text) =>
        NumberAndQuality().Match(text) is { Success: true } match
            && double.TryParse(
                match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;

    /// <summary>Precipitation in millimetres, T for a trace of it; null where the text is none.</summary>
    public static double? Precipitation(string text, PrecipitationUnit unit) =>
        Trace().IsMatch(text) ? TraceMillimetres : Number(text) is { } number ? Units.Millimetres(number, unit) : null;

    [GeneratedRegex(
        @"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*[abdeghijlnopqrstuvwxyz]?\*?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberAndQuality();

    [GeneratedRegex(@"^\s*T[abdeghijlnopqrstuvwxyz]?\*?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Trace();
}
