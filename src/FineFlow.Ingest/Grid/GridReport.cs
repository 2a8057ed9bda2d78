using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;

namespace FineFlow.Ingest.Grid;

/// <summary>What was read, what of it was counted, and what was dropped and why.</summary>
public sealed record GridReport
{
    /// <summary>What a row is.</summary>
    public required GridKind Kind { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The columns that were read.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>How the times are written.</summary>
    public required string TimeForm { get; init; }

    /// <summary>Edges of the grid.</summary>
    public required BoundingBox Box { get; init; }

    /// <summary>Rows read, malformed ones included.</summary>
    public required long Rows { get; init; }

    /// <summary>By channel: every row of the input is counted or dropped once in each.</summary>
    public required IReadOnlyList<ChannelReport> Channels { get; init; }

    /// <summary>Places outside the box that would be in it with longitude and latitude exchanged.</summary>
    public required long ExchangedPlaces { get; init; }

    /// <summary>The first bad rows, with their place.</summary>
    public required IReadOnlyList<BadRow> BadRows { get; init; }

    /// <summary>The slots.</summary>
    public required SlotReport Slots { get; init; }

    /// <summary>The splits.</summary>
    public required IReadOnlyList<SplitReport> Splits { get; init; }

    /// <summary>Weather and holidays.</summary>
    public required ExternalReport External { get; init; }

    /// <summary>Seconds spent reading and counting.</summary>
    public required double Seconds { get; init; }
}

/// <summary>What became of the rows in one channel.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Counted">Rows that were counted.</param>
/// <param name="Flow">Sum of the maps: the counted rows, or their weights.</param>
/// <param name="Dropped">The other rows, by reason.</param>
public sealed record ChannelReport(string Channel, long Counted, double Flow, IReadOnlyDictionary<DropReason, long> Dropped);

/// <summary>The slots from the first to the last.</summary>
/// <param name="Kept">Samples of the dataset.</param>
/// <param name="First">Start of the first on the local clock.</param>
/// <param name="Last">Start of the last.</param>
/// <param name="Empty">Left out: without a row.</param>
/// <param name="Thin">Left out: with fewer rows than asked for.</param>
/// <param name="ClockChange">Left out: the clock was changed in them.</param>
public sealed record SlotReport(int Kept, DateTime First, DateTime Last, int Empty, int Thin, int ClockChange);

/// <summary>One split.</summary>
/// <param name="Split">Its name.</param>
/// <param name="Samples">Its slots.</param>
/// <param name="First">Start of the first on the local clock.</param>
/// <param name="Last">Start of the last.</param>
public sealed record SplitReport(string Split, int Samples, DateTime First, DateTime Last);
