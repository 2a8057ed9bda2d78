using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>The times of a small table, on the local clock.</summary>
internal sealed class LocalTimes
{
    private readonly InputTable _table;
    private readonly TimeFinder _finder;
    private readonly TimeColumn _times;
    private readonly ClockChanges? _instants;
    private readonly bool _isStandard;

    private LocalTimes(Engine engine, InputTable table, TableColumn column, TimeReading reading, ClockChanges? changes)
    {
        _table = table;
        _finder = new(engine, table, column, reading);
        _times = _finder.Find();
        _isStandard = reading.Clock == InputClock.Standard && !_times.AreInstants;
        if (_times.AreInstants || reading.Clock == InputClock.Standard)
        {
            _instants = changes ?? throw new BadInputException(
                table.Title,
                $"the times of '{column.Name}' are in UTC, in standard time or have a zone; the city's time zone is expected with them")
            { Setting = "Zone" };
        }
    }

    /// <summary>The column.</summary>
    public TableColumn Column => _times.Column;

    /// <summary>Number of malformed records, known after <see cref="Rows"/> was enumerated.</summary>
    public int Malformed { get; private set; }

    /// <summary>Returns how the times of weather and holidays are read.</summary>
    public static TimeReading Reading(ExternalOptions options, DateTimeOffset now) => new()
    {
        Now = now,
        Formats = options.TimeFormats,
        Clock = options.Clock,
        FormatSetting = "External.TimeFormats",
        ColumnSetting = "External.Columns.Time",
    };

    /// <summary>Finds a column by name, or the first column of times.</summary>
    /// <exception cref="BadInputException">There is none, or its times are ambiguous.</exception>
    public static LocalTimes Find(
        Engine engine, InputTable table, string? name, TimeReading reading, ClockChanges? changes)
    {
        var column = name is not null
            ? JoinedTime.Find(engine, table, name, "the time")
            : table.Columns.FirstOrDefault(column => new TimeFinder(engine, table, column, reading).HoldsTimes());
        return column is null
            ? throw new BadInputException(
                table.Title, "has no column of times in a known form; name the column, or the format of its times")
            { Setting = reading.ColumnSetting }
            : new(engine, table, column, reading, changes);
    }

    /// <summary>Returns all rows: seconds since 1970 on the local clock, null without a time, and the values of other columns.</summary>
    /// <exception cref="BadInputException">A time has another form than the others, or a quote is not closed.</exception>
    public IReadOnlyList<(long? Local, string[] Values)> Rows(Engine engine, IEnumerable<string> columns)
    {
        var scan = _table.Scan(engine);
        var selected = string.Join(", ", columns.Prepend(_times.Microseconds));
        var found = engine.Rows(_table.Title, $"SELECT {selected} FROM {scan.From}");
        (long? Local, string[] Values)[] rows = [.. found.Select(row => (Local((long)row[0]!), row.Skip(1).Cast<string>().ToArray()))];
        scan.RefuseOpenQuotes(engine, _table.Title);
        Malformed = (int)scan.Rejected(engine, _table.Title).Sum(file => file.Count);
        foreach (var file in rows.Any(row => row.Local is null) ? _table.Files : [])
        {
            _finder.RefuseOthers(_times, file);
        }

        return rows;
    }

    private long? Local(long microseconds)
    {
        var seconds = microseconds / 1_000_000;
        return (microseconds, _instants) switch
        {
            ( < 0, _) => null,
            (_, null) => seconds,
            (_, { } changes) => changes.Local(_isStandard ? changes.OfStandard(seconds) : seconds).Local,
        };
    }
}
