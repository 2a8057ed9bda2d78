namespace FineFlow.Core;

/// <summary>The places of the columns in <see cref="ExternalSchema.TaxiBj"/>.</summary>
public static class TaxiBjColumns
{
    /// <summary>Number of columns.</summary>
    public const int Count = 7;

    /// <summary>Temperature in degrees Celsius.</summary>
    public const int Temperature = 0;

    /// <summary>Wind speed in miles per hour.</summary>
    public const int WindSpeed = 1;

    /// <summary>Whether the day is a public holiday, 0 or 1.</summary>
    public const int Holiday = 2;

    /// <summary>Whether the day is a Saturday or Sunday, 0 or 1.</summary>
    public const int Weekend = 3;

    /// <summary>Day of week, 1 Monday .. 7 Sunday.</summary>
    public const int Day = 4;

    /// <summary>Hour of day, 0 .. 23.</summary>
    public const int Hour = 5;

    /// <summary>Weather class, see <see cref="WeatherClasses"/>.</summary>
    public const int Weather = 6;
}
