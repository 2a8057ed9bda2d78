using System.Text.Json.Serialization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Grid;

/// <summary>Options for counting rows on a grid.</summary>
public sealed record GridOptions
{
    /// <summary>
    /// Files or patterns: CSV (also .gz, .zst) or Parquet, GPX or GeoJSON (also .gz), or .zip archives of them. Their columns may have
    /// other names and another order, if the names mean the same.
    /// </summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Meaning of a row.</summary>
    public required GridKind Kind { get; init; }

    /// <summary>Names of all columns in order, for CSV files without a line that names them; null where the files name them.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>The columns to read, by their names.</summary>
    public GridColumns Columns { get; init; } = new();

    /// <summary>
    /// Table of stations with their names, longitudes and latitudes, for trips that tell only the stations of their ends; null for others.
    /// </summary>
    public string? Stations { get; init; }

    /// <summary>
    /// Formats of the times in the notation of strptime, like %d/%m/%Y %H:%M, or seconds, milliseconds, microseconds or nanoseconds since
    /// 1970. The first that fits reads a time. Empty to detect the format.
    /// </summary>
    public IReadOnlyList<string> TimeFormats { get; init; } = [];

    /// <summary>The clock of times without a zone; null: the local one, unless their column's name says UTC or GMT.</summary>
    public InputClock? Clock { get; init; }

    /// <summary>
    /// The city's time zone, like America/New_York. Required for instants. With local times it determines the hours that daylight saving
    /// skips or repeats.
    /// </summary>
    public string? Zone { get; init; }

    /// <summary>Edges of the grid in degrees; null for a box around most rows.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>Rows of the fine grid.</summary>
    public int Rows { get; init; } = 128;

    /// <summary>Columns of the fine grid.</summary>
    public int ColumnCount { get; init; } = 128;

    /// <summary>Upscaling factor N: a coarse cell holds N x N fine cells.</summary>
    public int Factor { get; init; } = 4;

    /// <summary>Length of a slot in minutes, a divisor of a day.</summary>
    public int SlotMinutes { get; init; } = 30;

    /// <summary>Hour of the local clock at which a day's slots begin.</summary>
    public int FromHour { get; init; }

    /// <summary>Hour before which a day's last slot begins.</summary>
    public int UntilHour { get; init; } = 24;

    /// <summary>First day; null for the first day of the rows.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null for the last day of the rows.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Channels of trips and traces; events have one.</summary>
    public FlowDirections Directions { get; init; }

    /// <summary>Longest time in seconds between two positions of a vehicle that are counted as its way.</summary>
    public int MaxGapSeconds { get; init; } = 300;

    /// <summary>Whether rows that are equal in all columns read are counted once. Traces always are.</summary>
    public bool DropDuplicates { get; init; }

    /// <summary>Rows over all channels that a slot needs to be kept; 0 keeps empty slots too.</summary>
    public int MinSlotRows { get; init; } = 1;

    /// <summary>
    /// Share of a file's rows that may be bad (malformed, unreadable, impossible, in the future) before the input is rejected.
    /// </summary>
    public double MaxBadShare { get; init; } = 0.1;

    /// <summary>Division of the slots into splits.</summary>
    public SplitRule Split { get; init; } = new();

    /// <summary>Weather and holidays to join.</summary>
    public ExternalOptions External { get; init; } = new();

    /// <summary>Memory and threads.</summary>
    [JsonIgnore] // they are a machine's, and change nothing
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Gives the current time, after which times are in the future.</summary>
    [JsonIgnore]
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal IReadOnlyList<string> ChannelNames => (Kind, Directions) switch
    {
        (GridKind.Events, _) => ["events"],
        (_, FlowDirections.Out) => ["outflow"],
        (_, FlowDirections.In) => ["inflow"],
        _ => ["outflow", "inflow"],
    };

    internal void Validate()
    {
        Check(Factor >= 2, "factor", Invariant($"{Factor}; at least 2 is expected"), nameof(Factor));
        Check(
            Rows is > 0 and <= 4096 && ColumnCount is > 0 and <= 4096,
            "grid",
            Invariant($"{Rows} x {ColumnCount}; 1 to 4096 rows and columns are expected"),
            nameof(Rows));
        Check(
            Rows % Factor == 0 && ColumnCount % Factor == 0,
            "grid",
            Invariant($"{Rows} x {ColumnCount} cells cannot be cut into blocks of {Factor} x {Factor}"),
            nameof(Factor));
        Check(
            SlotMinutes is >= 1 and <= 1440 && 1440 % SlotMinutes == 0,
            "slot length",
            Invariant($"{SlotMinutes} minutes; a length that divides a day is expected"),
            nameof(SlotMinutes));
        Check(
            FromHour is >= 0 and < 24 && UntilHour > FromHour && UntilHour <= 24,
            "hours",
            Invariant($"{FromHour}-{UntilHour}; a span within 0-24 is expected"),
            nameof(FromHour));
        Check(
            From is null || To is null || From <= To,
            "period",
            Invariant($"{From:yyyy-MM-dd} to {To:yyyy-MM-dd}; the first day comes first"),
            nameof(From));
        Check(MaxGapSeconds >= 1, "longest gap", Invariant($"{MaxGapSeconds} s; at least 1 is expected"), nameof(MaxGapSeconds));
        Check(MinSlotRows >= 0, "rows a slot", Invariant($"{MinSlotRows}; at least 0 are expected"), nameof(MinSlotRows));
        Check(MaxBadShare is >= 0 and <= 1, "share of bad rows", Invariant($"{MaxBadShare}; 0 to 1 is expected"), nameof(MaxBadShare));
        Check(
            Kind == GridKind.Events || Columns.Weight is null || Kind == GridKind.Trips,
            "weight",
            "positions of vehicles have none",
            nameof(Columns.Weight));
        Check(
            Box is null || IsOnEarth(Box),
            "box",
            "west below east and south below north are expected, in degrees of -180 .. 180 and -90 .. 90",
            nameof(Box));
        Split.Validate();
    }

    private static bool IsOnEarth(BoundingBox box) =>
        box.West >= -180 && box.West < box.East && box.East <= 180 && box.South >= -90 && box.South < box.North && box.North <= 90;

    private static void Check(bool holds, string what, string problem, string setting)
    {
        if (!holds)
        {
            throw new BadInputException(what, problem) { Setting = setting };
        }
    }
}
