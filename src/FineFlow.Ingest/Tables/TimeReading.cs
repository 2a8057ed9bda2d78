using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>What is known, beforehand, about a table's times.</summary>
internal sealed record TimeReading
{
    /// <summary>Now: a number that would lie in the future is no time since 1970.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The forms that the user names (<see cref="TimeForms.Named"/>); found out where there are none.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Whether times without a zone are in UTC, so that they can stand beside those with one.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Minutes of the slots; null where days will do.</summary>
    public int? SlotMinutes { get; init; }

    /// <summary>The property that names forms, see <see cref="BadInputException.Setting"/>.</summary>
    public string FormatSetting { get; init; } = "TimeFormats";

    /// <summary>The property that names the column.</summary>
    public string ColumnSetting { get; init; } = "Time";
}
