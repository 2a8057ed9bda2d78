using System.Globalization;

namespace FineFlow.Cli.Terminal;

/// <summary>Seconds as people say them.</summary>
internal static class Duration
{
    public static string Text(double seconds)
    {
        // First: 59.96 seconds are a minute, not 60.0 seconds.
        var rounded = Math.Round(seconds, 1);
        return rounded switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{rounded:F1} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)rounded / 60} min {(int)rounded % 60:D2} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(rounded / 3600)} h {(int)rounded / 60 % 60:D2} min"),
        };
    }
}
