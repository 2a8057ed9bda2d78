using System.Globalization;
using System.Text.RegularExpressions;

namespace FineFlow.Ingest.External;

/// <summary>
/// Reads numbers of weather files, where a letter or a star after a number is a quality flag (NOAA: s for suspect). C, F, K and M are no
/// flags, since they are units or mark a missing value.
/// </summary>
internal static partial class Measured
{
    // Precipitation too small to be measured (NOAA: less than 0.005 inches).
    private const double TraceMillimetres = 0.1;

    /// <summary>Returns a number; null where the text is none.</summary>
    public static double? Number(string text) =>
        NumberAndQuality().Match(text) is { Success: true } match
            && double.TryParse(
                match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : null;

    /// <summary>Returns precipitation in millimetres, with T for a trace; null where the text is no number.</summary>
    public static double? Precipitation(string text, PrecipitationUnit unit) =>
        Trace().IsMatch(text) ? TraceMillimetres : Number(text) is { } number ? Units.Millimetres(number, unit) : null;

    [GeneratedRegex(
        @"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*[abdeghijlnopqrstuvwxyz]?\*?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberAndQuality();

    [GeneratedRegex(@"^\s*T[abdeghijlnopqrstuvwxyz]?\*?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Trace();
}
