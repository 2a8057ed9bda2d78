using System.Globalization;

namespace FineFlow.Cli.Terminal;

/// <summary>Seconds as people say them.</summary>
internal static class Duration
{
    public static string Text(double seconds) => Math.Round(seconds, 1) switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60} min {(int)seconds % 60:D2} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)seconds / 60 % 60:D2} min"),
    };
}
