using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Commands;

/// <summary>Options about weather and holidays.</summary>
internal static class WeatherOptions
{
    private static readonly Option<string?> Weather = new("--weather") { Description = "weather observations, CSV or Parquet", HelpName = "FILE" };
    private static readonly Option<string?> Time = Column(
        "--weather-time", "time; a day and a time of day with a comma between, as \"date,hour\" (default: the first that holds times)");
    private static readonly Option<string?> Temperature = Column("--temperature", "temperature");
    private static readonly Option<string?> Wind = Column("--wind", "wind speed");
    private static readonly Option<string?> Conditions = Column("--conditions", "weather in words");
    private static readonly Option<string?> Precipitation = Column("--precipitation", "precipitation in an hour, for the class where words do not tell");
    private static readonly Option<string?> TemperatureIn = Unit("--temperature-unit", "c, f or k (default: c)");
    private static readonly Option<string?> WindIn = Unit("--wind-unit", "mph, kmh, ms or kn (default: mph)");
    private static readonly Option<string?> PrecipitationIn = Unit("--precipitation-unit", "mm or in (default: mm)");
    private static readonly Option<string?> Clock = new("--weather-clock")
    {
        Description = "what its times without a zone are: local, utc, or standard (standard time all year, as many stations have it; default: local)",
        HelpName = "CLOCK",
    };

    private static readonly Option<string[]> Format = new("--weather-time-format")
    {
        Description = "format of its times, and of the holidays' days; may be repeated (default: found out)",
        HelpName = "FORMAT",
    };

    private static readonly Option<double?> MaxAge = NumberOption.Decimal("--weather-max-age", "HOURS", "an older observation is reported as a filled gap (default: 3)");
    private static readonly Option<string?> Holidays = new("--holidays") { Description = "days that are holidays, CSV or Parquet", HelpName = "FILE" };
    private static readonly Option<string?> HolidayColumn = new("--holiday-column") { Description = "their column (default: the first that holds days)", HelpName = "COLUMN" };

    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[
            Weather, Time, Temperature, Wind, Conditions, Precipitation, TemperatureIn, WindIn, PrecipitationIn, Clock, Format, MaxAge, Holidays, HolidayColumn])
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
            Temperature = parsed.GetValue(TemperatureIn) is { } degree ? TextOption.Choice<TemperatureUnit>("option --temperature-unit", degree) : defaults.Temperature,
            Wind = parsed.GetValue(WindIn) is { } speed ? TextOption.Choice<WindUnit>("option --wind-unit", speed) : defaults.Wind,
            Precipitation = parsed.GetValue(PrecipitationIn) is { } depth ? TextOption.Choice<PrecipitationUnit>("option --precipitation-unit", depth) : defaults.Precipitation,
            MaxAgeHours = parsed.GetValue(MaxAge) ?? defaults.MaxAgeHours,
            Holidays = parsed.GetValue(Holidays),
            HolidayColumn = parsed.GetValue(HolidayColumn),
        };
    }

    private static Option<string?> Column(string name, string what) => new(name) { Description = $"weather's column of the {what}", HelpName = "COLUMN" };

    private static Option<string?> Unit(string name, string units) => new(name) { Description = units, HelpName = "UNIT" };
}
