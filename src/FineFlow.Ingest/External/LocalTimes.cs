using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.External;

/// <summary>A small table's column of times, on the local clock.</summary>
internal sealed class LocalTimes
{
    private readonly TimeColumn _column;
    private readonly ClockChanges? _instants;

    private LocalTimes(InputTable table, TimeColumn column, InputClock clock, ClockChanges? changes)
    {
        _column = column;
        if (column.Form.IsInstant || clock == InputClock.Utc)
        {
            _instants = changes ?? throw new BadInputException(
                table.Title, $"the times of '{column.Column.Name}' are in UTC or have a zone; the city's time zone is expected with them")
            { Setting = nameof(GridOptions.Zone) };
        }
    }

    /// <summary>SQL: microseconds since 1970; -1 where there is no time.</summary>
    public string Microseconds => _column.Microseconds;

    /// <summary>Finds the column of a name, or the first that holds times.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static LocalTimes Find(Engine engine, InputTable table, string? name, string? format, InputClock clock, ClockChanges? changes)
    {
        if (name is not null)
        {
            return new(table, TimeColumn.Of(engine, table, table.Column(name, "the time"), format), clock, changes);
        }

        BadInputException? reason = null;
        foreach (var column in table.Columns)
        {
            try
            {
                return new(table, TimeColumn.Of(engine, table, column, format), clock, changes);
            }
            catch (BadInputException failure)
            {
                reason ??= failure;
            }
        }

        throw new BadInputException(table.Title, $"has no column of times: {reason?.Problem}") { Setting = ExternalOptions.TimeFormatSetting };
    }

    /// <summary>Seconds since 1970 on the local clock, of a value that <see cref="Microseconds"/> gave; null where there is no time.</summary>
    public long? Local(object? value)
    {
        var microseconds = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
        if (microseconds < 0)
        {
            return null;
        }

        var seconds = microseconds / 1_000_000;
        return _instants is null ? seconds : _instants.Local(seconds).Local;
    }
}
