using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>Weather observations: temperature in degrees Celsius, wind in miles per hour, weather class.</summary>
internal sealed class WeatherTable
{
    private readonly Dictionary<string, int> _texts = [];

    private WeatherTable(WeatherColumns columns) =>
        (Temperature, Wind, Class) = (
            new("temperature", columns.Temperature), new("wind_speed", columns.Wind), new("weather", columns.Conditions ?? columns.Precipitation));

    public ObservationSeries Temperature { get; }

    public ObservationSeries Wind { get; }

    public ObservationSeries Class { get; }

    public int UnreadableTimes { get; private set; }

    /// <summary>The weathers in words, the most frequent first.</summary>
    public IReadOnlyList<ConditionReport> Conditions =>
    [
        .. _texts.OrderByDescending(text => text.Value).ThenBy(text => text.Key, StringComparer.Ordinal)
            .Select(text => new ConditionReport(
                text.Key, WeatherClasses.OfText(text.Key) is var known and > 0 ? WeatherClasses.Names[known - 1] : null, text.Value)),
    ];

    /// <summary>A table without observations.</summary>
    public static WeatherTable Empty() => new(new());

    /// <exception cref="BadInputException">The file cannot be read, or a column is not there.</exception>
    public static WeatherTable Read(string path, ExternalOptions options, EngineLimits limits, ClockChanges? changes)
    {
        var files = InputPaths.Expand([path]);
        using var engine = new Engine(limits, files);
        var table = InputTable.Open(engine, files);
        var columns = options.Columns;
        var time = LocalTimes.Find(engine, table, columns.Time, options.TimeFormat, options.Clock, changes);
        string?[] names = [columns.Temperature, columns.Wind, columns.Conditions, columns.Precipitation];
        var selected = names.Select(name => name is null ? "''" : table.Column(name, "the weather").AsText);
        var weather = new WeatherTable(columns);
        foreach (var row in engine.Rows(table.Title, $"SELECT {time.Microseconds}, {string.Join(", ", selected)} FROM {table.Scan(engine).From}"))
        {
            weather.Add(time.Local(row[0]), [.. row.Skip(1).Cast<string>()], options);
        }

        weather.CheckUsable(table);
        return weather;
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

        var known = WeatherClasses.OfText(text);
        if (known == WeatherClasses.Unknown && Number(values[3]) is { } precipitation && Units.Millimetres(precipitation, options.Precipitation) is var rain and >= 0 and < 1000)
        {
            known = WeatherClasses.OfPrecipitation(rain, celsius);
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
        if (Number(text) is { } number && convert(number) is var value && value >= least && value <= most)
        {
            series.Add(time, (float)Math.Round(value, 2));
            return value;
        }

        series.Refused += text.Trim().Length > 0 ? 1 : 0;
        return double.NaN;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private void CheckUsable(InputTable table)
    {
        foreach (var series in new[] { Temperature, Wind, Class }.Where(series => series.Column is not null))
        {
            if (series.Refused > series.Count)
            {
                throw new BadInputException(
                    table.Title, $"column '{series.Column}': {series.Refused} of {series.Refused + series.Count} values are unusable; is its unit the one that is named?");
            }
        }
    }
}
