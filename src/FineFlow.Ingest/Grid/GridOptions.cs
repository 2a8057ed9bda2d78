using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Grid;

/// <summary>From which files to count what, where and when.</summary>
public sealed record GridOptions
{
    /// <summary>Files or patterns: CSV (also .gz, .zst) or Parquet, all of one kind and with the same columns.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What a row is.</summary>
    public required GridKind Kind { get; init; }

    /// <summary>Names of the columns.</summary>
    public GridColumns Columns { get; init; } = new();

    /// <summary>
    /// Formats of the times in the notation of strptime, as %d/%m/%Y %H:%M, or seconds, milliseconds, microseconds or nanoseconds since
    /// 1970; each time is read by the first that fits. Found out where none is given.
    /// </summary>
    public IReadOnlyList<string> TimeFormats { get; init; } = [];

    /// <summary>What times without a zone of their own mean.</summary>
    public InputClock Clock { get; init; }

    /// <summary>
    /// The city's time zone, as America/New_York. Needed for instants; with local times it tells the hours that daylight saving skips or
    /// repeats.
    /// </summary>
    public string? Zone { get; init; }

    /// <summary>Edges of the grid in degrees; null for a box around where most rows are.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>Fine rows.</summary>
    public int Rows { get; init; } = 128;

    /// <summary>Fine columns.</summary>
    public int ColumnCount { get; init; } = 128;

    /// <summary>Upscaling factor N: coarse cells are N x N fine ones.</summary>
    public int Factor { get; init; } = 4;

    /// <summary>Length of a slot in minutes; days are whole numbers of slots.</summary>
    public int SlotMinutes { get; init; } = 30;

    /// <summary>Hour of the local clock at which a day's slots begin.</summary>
    public int FromHour { get; init; }

    /// <summary>Hour before which a day's last slot begins.</summary>
    public int UntilHour { get; init; } = 24;

    /// <summary>First day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Channels of trips and traces; events have one.</summary>
    public FlowDirections Directions { get; init; }

    /// <summary>Longest time between two positions of a vehicle that still count as its way.</summary>
    public int MaxGapSeconds { get; init; } = 300;

    /// <summary>Whether a row that equals another in all columns that are read is dropped. Traces always drop them.</summary>
    public bool DropDuplicates { get; init; }

    /// <summary>Rows that a slot must have over all channels to be kept; 0 keeps empty slots too.</summary>
    public int MinSlotRows { get; init; } = 1;

    /// <summary>
    /// Share of a file's rows that may be bad (malformed, unreadable, impossible, in the future) before the whole is refused.
    /// </summary>
    public double MaxBadShare { get; init; } = 0.1;

    /// <summary>How the slots are divided into splits.</summary>
    public SplitRule Split { get; init; } = new();

    /// <summary>Weather and holidays to join.</summary>
    public ExternalOptions External { get; init; } = new();

    /// <summary>Memory and threads.</summary>
    public EngineLimits Limits { get; init; } = new();

    /// <summary>Tells what is in the future.</summary>
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
