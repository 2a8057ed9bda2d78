using FineFlow.Core;
using FineFlow.Ingest.Clock;

namespace FineFlow.Ingest.Tables;

/// <summary>What is known beforehand about a table's times.</summary>
internal sealed record TimeReading
{
    /// <summary>Current time; numbers that would be later are no times since 1970.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The requested forms (<see cref="TimeForms.Named"/>); empty to detect them.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>The clock of times without a zone; null: the local one, unless a column's name says otherwise.</summary>
    public InputClock? Clock { get; init; }

    /// <summary>Minutes of the slots; null where days suffice.</summary>
    public int? SlotMinutes { get; init; }

    /// <summary>The property that names forms (<see cref="BadInputException.Setting"/>).</summary>
    public string FormatSetting { get; init; } = "TimeFormats";

    /// <summary>The property that names the column.</summary>
    public string ColumnSetting { get; init; } = "Time";

    /// <summary>Whether a column's times without a zone are in UTC, and can be mixed with those with a zone.</summary>
    public bool IsUtc(TableColumn column) => Clock == InputClock.Utc || (Clock is null && column.NamesUtc);
}
