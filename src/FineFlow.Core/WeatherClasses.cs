namespace FineFlow.Core;

/// <summary>The weather classes of TaxiBJ, counted from 1 as its <c>ext.npy</c> has them. The table is in docs/grid.md.</summary>
internal static class WeatherClasses
{
    /// <summary>No known weather: a row that the embedding tables have and TaxiBJ does not use.</summary>
    public const int Unknown = 0;

    /// <summary>Sunny.</summary>
    public const int Sunny = 1;

    /// <summary>Cloudy.</summary>
    public const int Cloudy = 2;

    /// <summary>Overcast.</summary>
    public const int Overcast = 3;

    /// <summary>Rain of unknown strength.</summary>
    public const int Rainy = 4;

    /// <summary>Sprinkle.</summary>
    public const int Sprinkle = 5;

    /// <summary>Moderate rain.</summary>
    public const int ModerateRain = 6;

    /// <summary>Heavy rain.</summary>
    public const int HeavyRain = 7;

    /// <summary>Rainstorm.</summary>
    public const int Rainstorm = 8;

    /// <summary>Thunderstorm.</summary>
    public const int Thunderstorm = 9;

    /// <summary>Freezing rain.</summary>
    public const int FreezingRain = 10;

    /// <summary>Snow of unknown strength.</summary>
    public const int Snowy = 11;

    /// <summary>Light snow.</summary>
    public const int LightSnow = 12;

    /// <summary>Moderate snow.</summary>
    public const int ModerateSnow = 13;

    /// <summary>Heavy snow.</summary>
    public const int HeavySnow = 14;

    /// <summary>Foggy.</summary>
    public const int Foggy = 15;

    /// <summary>Sandstorm.</summary>
    public const int Sandstorm = 16;

    /// <summary>Dusty.</summary>
    public const int Dusty = 17;

    /// <summary>The names of classes 1 .. 17.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "sunny", "cloudy", "overcast", "rainy", "sprinkle", "moderate rain", "heavy rain", "rainstorm", "thunderstorm",
        "freezing rain", "snowy", "light snow", "moderate snow", "heavy snow", "foggy", "sandstorm", "dusty",
    ];
}
