using static FineFlow.Core.WeatherClasses;

namespace FineFlow.Ingest.External;

/// <summary>Determines weather classes from words and precipitation. The table is in docs/grid.md.</summary>
internal static class WeatherClassifier
{
    /// <summary>Words of each class. The first line with a word in the text decides.</summary>
    public static IReadOnlyList<(int Class, string[] Words)> Words { get; } =
    [
        (Sandstorm, ["sandstorm", "sand storm", "duststorm", "dust storm"]),
        (Thunderstorm, ["thunder", "t-storm", "tstorm", "lightning"]),
        (FreezingRain, ["freezing rain", "freezing drizzle", "sleet", "ice pellet", "wintry mix", "rain and snow", "rain/snow", "hail"]),
        (HeavySnow, ["heavy snow", "blizzard", "snowstorm", "snow storm"]),
        (ModerateSnow, ["moderate snow"]),
        (LightSnow, ["light snow", "flurries", "flurry", "snow grains", "snow shower"]),
        (Snowy, ["snow"]),
        (Rainstorm, ["rainstorm", "rain storm", "torrential", "violent rain", "violent shower", "downpour", "cloudburst"]),
        (HeavyRain, ["heavy rain", "heavy shower", "heavy drizzle"]),
        (ModerateRain, ["moderate rain", "moderate shower"]),
        (Sprinkle, ["sprinkle", "drizzle", "light rain", "light shower", "slight rain"]),
        (Rainy, ["rain", "shower"]),
        (Dusty, ["dust", "sand"]),
        (Foggy, ["fog", "mist", "haze", "hazy", "smoke", "smog"]),
        (Overcast, ["overcast", "mostly cloudy", "broken"]),
        (Cloudy, ["partly sunny", "partly cloudy", "mostly sunny", "mostly clear", "scattered", "few clouds", "cloud"]),
        (Sunny, ["sun", "clear", "fair", "fine"]),
    ];

    /// <summary>Returns the class of an English description; <see cref="Unknown"/> where it contains no known word.</summary>
    public static int FromText(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Words.FirstOrDefault(line => line.Words.Any(word => words.Contains(word, StringComparison.Ordinal))).Class;
    }

    /// <summary>
    /// Returns the class of an hour's precipitation: snow at or below freezing, rain above it or where the temperature is unknown.
    /// </summary>
    /// <param name="millimetres">Precipitation in an hour.</param>
    /// <param name="celsius">Temperature; NaN where unknown.</param>
    public static int FromPrecipitation(double millimetres, double celsius) => (millimetres, celsius <= 0) switch
    {
        ( <= 0, _) => Sunny,
        ( < 1, true) => LightSnow,
        ( < 2.5, true) => ModerateSnow,
        (_, true) => HeavySnow,
        ( < 2.5, _) => Sprinkle,
        ( < 8, _) => ModerateRain,
        ( < 16, _) => HeavyRain,
        _ => Rainstorm,
    };
}
