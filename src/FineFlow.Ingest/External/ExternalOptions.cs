using FineFlow.Core;
using FineFlow.Ingest.Clock;

namespace FineFlow.Ingest.External;

/// <summary>Weather and holidays of the slots. Everything may be missing; what is not known is 0 and named so.</summary>
public sealed record ExternalOptions
{
    /// <summary>Weather observations, CSV or Parquet; null without.</summary>
    public string? Weather { get; init; }

    /// <summary>Names of its columns.</summary>
    public WeatherColumns Columns { get; init; } = new();

    /// <summary>What observations' times without a zone of their own mean.</summary>
    public InputClock Clock { get; init; }

    /// <summary>Formats of the observations' times and of the holidays' days, as those of the grid.</summary>
    public IReadOnlyList<string> TimeFormats { get; init; } = [];

    /// <summary>Unit of the temperatures.</summary>
    public TemperatureUnit Temperature { get; init; }

    /// <summary>Unit of the wind speeds.</summary>
    public WindUnit Wind { get; init; }

    /// <summary>Unit of the precipitation.</summary>
    public PrecipitationUnit Precipitation { get; init; }

    /// <summary>Hours after which an observation is old: a slot that has no later one is reported as filled.</summary>
    public double MaxAgeHours { get; init; } = 3;

    /// <summary>Days that are holidays, CSV or Parquet; null without.</summary>
    public string? Holidays { get; init; }

    /// <summary>Name of its column of days; the first that holds days where not given.</summary>
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

/// <summary>Names of a weather table's columns; one of the last four at least.</summary>
public sealed record WeatherColumns
{
    /// <summary>
    /// Time of the observation; the first column that holds times where not given. Columns of its day and time of day have a comma between.
    /// </summary>
    public string? Time { get; init; }

    /// <summary>Temperature.</summary>
    public string? Temperature { get; init; }

    /// <summary>Wind speed.</summary>
    public string? Wind { get; init; }

    /// <summary>The weather in words.</summary>
    public string? Conditions { get; init; }

    /// <summary>Precipitation in the hour before; it decides on the weather class where words do not.</summary>
    public string? Precipitation { get; init; }
}

/// <summary>Units of temperature; datasets have degrees Celsius.</summary>
public enum TemperatureUnit
{
    /// <summary>Degrees Celsius.</summary>
    C,

    /// <summary>Degrees Fahrenheit.</summary>
    F,

    /// <summary>Kelvin.</summary>
    K,
}

/// <summary>Units of wind speed; datasets have miles per hour.</summary>
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
