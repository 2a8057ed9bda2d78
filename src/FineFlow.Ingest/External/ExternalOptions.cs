using FineFlow.Core;
using FineFlow.Ingest.Clock;

namespace FineFlow.Ingest.External;

/// <summary>Weather and holidays of the slots, all optional. Unknown factors are 0, and their columns' names say so.</summary>
public sealed record ExternalOptions
{
    /// <summary>File of weather observations, CSV or Parquet; null without weather.</summary>
    public string? Weather { get; init; }

    /// <summary>Names of its columns.</summary>
    public WeatherColumns Columns { get; init; } = new();

    /// <summary>The clock of observations' times without a zone; null: the local one, unless their column's name says UTC or GMT.</summary>
    public InputClock? Clock { get; init; }

    /// <summary>Formats of the observations' times and of the holidays, as those of the grid (<c>GridOptions.TimeFormats</c>).</summary>
    public IReadOnlyList<string> TimeFormats { get; init; } = [];

    /// <summary>Unit of the temperatures.</summary>
    public TemperatureUnit Temperature { get; init; }

    /// <summary>Unit of the wind speeds.</summary>
    public WindUnit Wind { get; init; }

    /// <summary>Unit of the precipitation.</summary>
    public PrecipitationUnit Precipitation { get; init; }

    /// <summary>Age in hours above which an observation is old; a slot without a later one is reported as filled.</summary>
    public double MaxAgeHours { get; init; } = 3;

    /// <summary>File of holidays, CSV or Parquet; null without holidays.</summary>
    public string? Holidays { get; init; }

    /// <summary>Name of the column of days; null for the first column of days.</summary>
    public string? HolidayColumn { get; init; }

    internal void Validate()
    {
        if (!(MaxAgeHours > 0 && MaxAgeHours <= 24 * 366))
        {
            throw new BadInputException("weather's age", $"{MaxAgeHours} hours; more than 0 and at most a year are expected")
            { Setting = nameof(MaxAgeHours) };
        }

        if (Weather is not null && Columns is { Temperature: null, Wind: null, Conditions: null, Precipitation: null })
        {
            throw new BadInputException(Weather, "no column is named; those of temperature, wind, conditions or precipitation are expected")
            { Setting = nameof(Columns.Temperature) };
        }
    }
}

/// <summary>Names of a weather table's columns; at least one of the last four is needed.</summary>
public sealed record WeatherColumns
{
    /// <summary>
    /// Time of the observation; null for the first column of times. A column of days and one of times of day have a comma between.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Temperature.</summary>
    public string? Temperature { get; init; }

    /// <summary>Wind speed.</summary>
    public string? Wind { get; init; }

    /// <summary>The weather in words.</summary>
    public string? Conditions { get; init; }

    /// <summary>Precipitation of the hour before; it determines the weather class where words do not.</summary>
    public string? Precipitation { get; init; }
}

/// <summary>Units of temperature in weather files. Datasets have degrees Celsius.</summary>
public enum TemperatureUnit
{
    /// <summary>Degrees Celsius.</summary>
    C,

    /// <summary>Degrees Fahrenheit.</summary>
    F,

    /// <summary>Kelvin.</summary>
    K,
}

/// <summary>Units of wind speed in weather files. Datasets have miles per hour.</summary>
public enum WindUnit
{
    /// <summary>Miles per hour.</summary>
    Mph,

    /// <summary>Kilometres per hour.</summary>
    Kmh,

    /// <summary>Metres per second.</summary>
    Ms,

    /// <summary>Knots.</summary>
    Kn,
}

/// <summary>Units of precipitation.</summary>
public enum PrecipitationUnit
{
    /// <summary>Millimetres.</summary>
    Mm,

    /// <summary>Inches.</summary>
    In,
}
