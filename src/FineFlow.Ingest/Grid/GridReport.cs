using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;

namespace FineFlow.Ingest.Grid;

/// <summary>Report of rows read, counted and dropped.</summary>
public sealed record GridReport
{
    /// <summary>Meaning of a row.</summary>
    public required GridKind Kind { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The columns that were read.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Names of columns that only some of the files have, so that they were not read.</summary>
    public required IReadOnlyList<string> ColumnsOfSomeFiles { get; init; }

    /// <summary>Format of the times.</summary>
    public required string TimeForm { get; init; }

    /// <summary>Edges of the grid.</summary>
    public required BoundingBox Box { get; init; }

    /// <summary>Rows read, malformed ones included.</summary>
    public required long Rows { get; init; }

    /// <summary>Counted and dropped rows by channel; each row of the input appears once in every channel.</summary>
    public required IReadOnlyList<ChannelReport> Channels { get; init; }

    /// <summary>Places outside of the box that would be inside with longitude and latitude exchanged.</summary>
    public required long ExchangedPlaces { get; init; }

    /// <summary>The first bad rows.</summary>
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

/// <summary>Counted and dropped rows of one channel.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Counted">Rows that were counted.</param>
/// <param name="Flow">Sum of the maps: the number of counted rows, or the sum of their weights.</param>
/// <param name="Dropped">Dropped rows by reason.</param>
public sealed record ChannelReport(string Channel, long Counted, double Flow, IReadOnlyDictionary<DropReason, long> Dropped);

/// <summary>The slots from the first to the last.</summary>
/// <param name="Kept">Samples of the dataset.</param>
/// <param name="First">Start of the first on the local clock.</param>
/// <param name="Last">Start of the last.</param>
/// <param name="Empty">Slots left out because they have no row.</param>
/// <param name="Thin">Slots left out because they have too few rows.</param>
/// <param name="ClockChange">Slots left out because the clock was changed in them.</param>
public sealed record SlotReport(int Kept, DateTime First, DateTime Last, int Empty, int Thin, int ClockChange);

/// <summary>One split.</summary>
/// <param name="Split">Its name.</param>
/// <param name="Samples">Number of slots.</param>
/// <param name="First">Start of the first on the local clock.</param>
/// <param name="Last">Start of the last.</param>
public sealed record SplitReport(string Split, int Samples, DateTime First, DateTime Last);
