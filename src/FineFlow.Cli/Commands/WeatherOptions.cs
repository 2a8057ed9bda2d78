using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;

namespace FineFlow.Cli.Commands;

/// <summary>Options about weather and holidays.</summary>
internal static class WeatherOptions
{
    private static readonly Option<string?> Weather = new("--weather")
    {
        Description = "weather observations to join, CSV or Parquet (default: none)",
        HelpName = "FILE",
    };
    private static readonly Option<string?> Time = Column(
        "--weather-time",
        "time; a day and a time of day with a comma between, as \"date,hour\"",
        otherwise: "the first that holds times");
    private static readonly Option<string?> Temperature = Column("--temperature", "temperature");
    private static readonly Option<string?> Wind = Column("--wind", "wind speed");
    private static readonly Option<string?> Conditions = Column("--conditions", "weather in words");
    private static readonly Option<string?> Precipitation = Column(
        "--precipitation", "precipitation in an hour, for the weather class where words do not tell");
    private static readonly Option<string?> TemperatureIn = Unit(
        "--temperature-unit", "unit of the temperatures: c (Celsius), f (Fahrenheit) or k (Kelvin) (default: c)");
    private static readonly Option<string?> WindIn = Unit(
        "--wind-unit", "unit of the wind speeds: mph, kmh, ms (metres a second) or kn (knots) (default: mph)");
    private static readonly Option<string?> PrecipitationIn = Unit(
        "--precipitation-unit", "unit of the precipitation: mm or in (inches) (default: mm)");
    private static readonly Option<string?> Clock = new("--weather-clock")
    {
        Description =
            "what its times without a zone are: local, utc, or standard (standard time all year, as many stations have it; default: local, "
            + "or UTC where their column's name says utc or gmt)",
        HelpName = "CLOCK",
    };
    private static readonly Option<string[]> Format = new("--weather-time-format")
    {
        Description = "format of its times, and of the holidays' days; may be repeated (default: found out)",
        HelpName = "FORMAT",
    };
    private static readonly Option<double?> MaxAge = NumberOption.Decimal(
        "--weather-max-age",
        "HOURS",
        "hours after which an observation is old: slots that have no later one are reported as filled gaps (default: 3)");
    private static readonly Option<string?> Holidays = new("--holidays")
    {
        Description = "days that are holidays, CSV or Parquet (default: none)",
        HelpName = "FILE",
    };
    private static readonly Option<string?> HolidayColumn = new("--holiday-column")
    {
        Description = "column of the holidays' days (default: the first that holds days)",
        HelpName = "COLUMN",
    };

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[
            Weather, Time, Temperature, Wind, Conditions, Precipitation, TemperatureIn, WindIn, PrecipitationIn, Clock, Format, MaxAge,
            Holidays, HolidayColumn])
        {
            command.Add(option);
        }
    }

    public static ExternalOptions Of(ParseResult parsed)
    {
        var defaults = new ExternalOptions();
        return new()
        {
            Weather = parsed.GetValue(Weather),
            Columns = new()
            {
                Time = parsed.GetValue(Time),
                Temperature = parsed.GetValue(Temperature),
                Wind = parsed.GetValue(Wind),
                Conditions = parsed.GetValue(Conditions),
                Precipitation = parsed.GetValue(Precipitation),
            },
            Clock = parsed.GetValue(Clock) is { } clock ? TextOption.Choice<InputClock>("option --weather-clock", clock) : defaults.Clock,
            TimeFormats = parsed.GetValue(Format) ?? [],
            Temperature = parsed.GetValue(TemperatureIn) is { } degree
                ? TextOption.Choice<TemperatureUnit>("option --temperature-unit", degree)
                : defaults.Temperature,
            Wind = parsed.GetValue(WindIn) is { } speed ? TextOption.Choice<WindUnit>("option --wind-unit", speed) : defaults.Wind,
            Precipitation = parsed.GetValue(PrecipitationIn) is { } depth
                ? TextOption.Choice<PrecipitationUnit>("option --precipitation-unit", depth)
                : defaults.Precipitation,
            MaxAgeHours = parsed.GetValue(MaxAge) ?? defaults.MaxAgeHours,
            Holidays = parsed.GetValue(Holidays),
            HolidayColumn = parsed.GetValue(HolidayColumn),
        };
    }

    private static Option<string?> Column(string name, string what, string otherwise = "none") =>
        new(name) { Description = $"column of the {what} in the weather observations (default: {otherwise})", HelpName = "COLUMN" };

    private static Option<string?> Unit(string name, string units) => new(name) { Description = units, HelpName = "UNIT" };
}
