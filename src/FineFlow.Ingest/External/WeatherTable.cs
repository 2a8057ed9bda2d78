using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>Weather observations: temperature in degrees Celsius, wind in miles per hour, weather class.</summary>
internal sealed class WeatherTable
{
    private readonly Dictionary<string, int> _texts = [];

    private WeatherTable(WeatherColumns columns) =>
        (Temperature, Wind, Class) = (
            new("temperature", columns.Temperature), new("wind_speed", columns.Wind),
            new("weather", columns.Conditions ?? columns.Precipitation));

    public ObservationSeries Temperature { get; }

    public ObservationSeries Wind { get; }

    public ObservationSeries Class { get; }

    public int UnreadableTimes { get; private set; }

    /// <summary>The descriptions of the weather, the most frequent first.</summary>
    public IReadOnlyList<ConditionReport> Conditions =>
    [
        .. _texts.OrderByDescending(text => text.Value).ThenBy(text => text.Key, StringComparer.Ordinal)
            .Select(text => new ConditionReport(
                text.Key, WeatherClassifier.FromText(text.Key) is var known and > 0 ? WeatherClasses.Names[known - 1] : null, text.Value)),
    ];

    /// <summary>Returns a table without observations.</summary>
    public static WeatherTable Empty() => new(new());

    /// <summary>Reads a weather file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or a column is missing.</exception>
    public static WeatherTable Read(string path, ExternalOptions options, EngineLimits limits, ClockChanges? changes, DateTimeOffset now)
    {
        var files = InputPaths.Expand([path]);
        return Engine.Read(limits, files, engine =>
        {
            var table = InputTable.Open(engine, files);
            var columns = options.Columns;
            var time = LocalTimes.Find(engine, table, columns.Time, LocalTimes.Reading(options, now), changes);
            string?[] names = [columns.Temperature, columns.Wind, columns.Conditions, columns.Precipitation];
            var selected = names.Select(name => name is null ? "''" : table.Column(name, "the weather").AsText);
            var weather = new WeatherTable(columns);
            var rows = time.Rows(engine, selected);
            CheckTimesOfDay(engine, table, time.Column, [.. rows.Select(row => row.Local).OfType<long>()]);
            foreach (var (local, values) in rows)
            {
                weather.Add(local, values, options);
            }

            weather.UnreadableTimes += time.Malformed;
            weather.CheckUsable(table, rows.Count + time.Malformed);
            return weather;
        });
    }

    private void Add(long? time, string[] values, ExternalOptions options)
    {
        if (time is not { } local)
        {
            UnreadableTimes++;
            return;
        }

        var celsius = Read(Temperature, local, values[0], value => Units.Celsius(value, options.Temperature), -90, 60);
        Read(Wind, local, values[1], value => Units.MilesPerHour(value, options.Wind), 0, 255);
        var text = values[2].Trim();
        if (text.Length > 0)
        {
            _texts[text] = _texts.GetValueOrDefault(text) + 1;
        }

        var known = WeatherClassifier.FromText(text);
        if (known == WeatherClasses.Unknown && Measured.Precipitation(values[3], options.Precipitation) is { } rain and >= 0 and < 1000)
        {
            known = WeatherClassifier.FromPrecipitation(rain, celsius);
        }

        if (known != WeatherClasses.Unknown)
        {
            Class.Add(local, known);
        }
        else if (text.Length > 0 || values[3].Trim().Length > 0)
        {
            Class.Refused++;
        }
    }

    private static double Read(ObservationSeries series, long time, string text, Func<double, double> convert, double least, double most)
    {
        if (Measured.Number(text) is { } number && convert(number) is var value && value >= least && value <= most)
        {
            series.Add(time, (float)Math.Round(value, 2));
            return value;
        }

        series.Refused += text.Trim().Length > 0 ? 1 : 0;
        return double.NaN;
    }

    /// <summary>
    /// Rejects observations all at one time of the day if most days have several, or if a column of times of day stands beside them.
    /// </summary>
    private static void CheckTimesOfDay(Engine engine, InputTable table, TableColumn column, IReadOnlyList<long> times)
    {
        var moments = times.Distinct().Count();
        if (moments < times.Count && times.Select(time => time % ClockChanges.SecondsADay).Distinct().Count() == 1)
        {
            var other = TimeOfDayColumn.Guess(engine, table, column);
            if (other is not null || times.Count >= 2 * moments)
            {
                throw new BadInputException(
                    table.Title, $"column '{column.Name}' has days without a time of day, and several observations a day; "
                        + $"join it with the column of the time of day, as \"{column.Name},{other ?? "COLUMN"}\"")
                { Setting = "External.Columns.Time" };
            }
        }
    }

    private void CheckUsable(InputTable table, int rows)
    {
        if (2 * UnreadableTimes > rows)
        {
            throw new BadInputException(
                table.Title,
                $"{UnreadableTimes} of {rows} observations have no readable time; is the column of times the one that is meant?");
        }

        foreach (var series in new[] { Temperature, Wind, Class }.Where(series => series.Column is not null))
        {
            if (series.Refused > series.Count)
            {
                throw new BadInputException(
                    table.Title,
                    $"column '{series.Column}': {series.Refused} of {series.Refused + series.Count} values are unusable; is its unit the "
                    + "one that is named?");
            }
        }
    }
}
