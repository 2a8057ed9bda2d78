using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>
/// The seven external factors of any slot (protocol of TaxiBJ): weather and holidays where known, the others from the clock.
/// </summary>
internal sealed class ExternalTable
{
    private const long SecondsADay = ClockChanges.SecondsADay;

    private readonly ExternalOptions _options;
    private readonly WeatherTable _weather;
    private readonly HashSet<long>? _holidays;
    private readonly int _unreadableDays;

    private ExternalTable(ExternalOptions options, WeatherTable weather, HashSet<long>? holidays, int unreadableDays) =>
        (_options, _weather, _holidays, _unreadableDays) = (options, weather, holidays, unreadableDays);

    /// <summary>The columns of TaxiBJ. The names of unknown ones say so.</summary>
    public ExternalSchema Schema => ExternalSchema.TaxiBj.WithNames(
    [
        _weather.Temperature.ColumnName,
        _weather.Wind.ColumnName,
        _holidays is null ? $"holiday{ExternalColumn.NotKnown}" : "holiday",
        "weekend",
        "day_of_week",
        "hour",
        _weather.Class.ColumnName,
    ]);

    /// <summary>Reads the files of weather and holidays.</summary>
    /// <exception cref="BadInputException">A file cannot be used.</exception>
    public static ExternalTable Read(ExternalOptions options, EngineLimits limits, ClockChanges? changes, DateTimeOffset now)
    {
        options.Validate();
        var weather = options.Weather is { } path ? WeatherTable.Read(path, options, limits, changes, now) : WeatherTable.Empty();
        var (holidays, unreadable) = options.Holidays is { } days ? ReadHolidays(days, options, limits, now) : (null, 0);
        return new(options, weather, holidays, unreadable);
    }

    /// <summary>Returns the factors of slots by their starts, in seconds of the local clock.</summary>
    public ExternalFactors At(IReadOnlyList<long> times)
    {
        var factors = new ExternalFactors(new float[times.Count * TaxiBjColumns.Count], Schema);
        for (var sample = 0; sample < times.Count; sample++)
        {
            Fill(factors.Row(sample), times[sample]);
        }

        return factors;
    }

    public ExternalReport Report(IReadOnlyList<long> times) => new(
        _options.Weather,
        [.. new[] { _weather.Temperature, _weather.Wind, _weather.Class }.Select(series => series.Report(times, _options.MaxAgeHours))],
        _weather.Conditions, _weather.UnreadableTimes, _options.Holidays, times.Count(IsHoliday), _unreadableDays);

    private void Fill(Span<float> row, long time)
    {
        var clock = DateTime.UnixEpoch.AddSeconds(time);
        row[TaxiBjColumns.Temperature] = _weather.Temperature.At(time).Value;
        row[TaxiBjColumns.WindSpeed] = _weather.Wind.At(time).Value;
        row[TaxiBjColumns.Holiday] = IsHoliday(time) ? 1 : 0;
        row[TaxiBjColumns.Weekend] = clock.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
        row[TaxiBjColumns.Day] = clock.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)clock.DayOfWeek;
        row[TaxiBjColumns.Hour] = clock.Hour;
        row[TaxiBjColumns.Weather] = _weather.Class.At(time).Value;
    }

    private bool IsHoliday(long time) => _holidays is not null && _holidays.Contains(DayOf(time));

    private static (HashSet<long> Days, int Unreadable) ReadHolidays(
        string path, ExternalOptions options, EngineLimits limits, DateTimeOffset now)
    {
        var files = InputPaths.Expand([path]);
        return Engine.Read(limits, files, engine =>
        {
            var table = InputTable.Open(engine, files);

            // Days are the city's, whatever its zone.
            var reading = LocalTimes.Reading(options, now) with { Clock = InputClock.Local, ColumnSetting = nameof(options.HolidayColumn) };
            var time = LocalTimes.Find(engine, table, options.HolidayColumn, reading, changes: null);
            var days = time.Rows(engine, []).Select(row => row.Local).ToArray();
            return ((HashSet<long>)[.. days.OfType<long>().Select(DayOf)], days.Count(day => day is null) + time.Malformed);
        });
    }

    private static long DayOf(long time) => (long)Math.Floor(time / (double)SecondsADay);
}
