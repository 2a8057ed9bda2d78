using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>Counts that are already on a grid, fine or coarse ones.</summary>
/// <param name="Source">The files, for messages.</param>
/// <param name="Maps">The maps [n, C, H, W], raw counts, NaN where one is missing.</param>
internal sealed record GridCounts(string Source, FlowMaps Maps)
{
    /// <summary>Whether an array of them has a channel axis.</summary>
    public bool HasChannelAxis { get; init; }

    /// <summary>Starts of the slots in seconds since 1970 on the local clock, ascending; null where they are not known.</summary>
    public long[]? Time { get; init; }

    /// <summary>Length of a slot in minutes; null where it is not known.</summary>
    public int? SlotMinutes { get; init; }

    /// <summary>Names of the channels; null where they are not known.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Outer edges of the maps; null where they are not known.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>Coordinate system of <see cref="Box"/>, as EPSG:4326.</summary>
    public string? Crs { get; init; }

    /// <summary>What was found out about the files, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Returns the maps as fine ones, which lack no count.</summary>
    /// <exception cref="BadInputException">A count is missing, negative or infinite.</exception>
    public FlowMaps Complete()
    {
        if (Array.FindIndex(Maps.Values, float.IsNaN) is >= 0 and var missing)
        {
            throw new BadInputException(
                Source, $"{CellPosition.Of(Maps, missing)} is missing; fine maps need every count, coarse ones and a model do not");
        }

        FlowFiles.Check(Maps, Source);
        return Maps;
    }

    /// <summary>Returns the maps as coarse ones, with a mask where counts are missing.</summary>
    /// <exception cref="BadInputException">A count is negative or infinite.</exception>
    public FlowInputs Inputs()
    {
        var (coarse, mask) = MissingCells.Separate(Maps);
        FlowFiles.Check(coarse, Source);
        return new(coarse, Time: Time, Mask: mask);
    }

    /// <summary>Returns what is known of the counts as the description of a dataset.</summary>
    public DatasetManifest Describe() => new()
    {
        SlotMinutes = SlotMinutes,
        FirstSlot = Time is null ? null : LocalClock.Of(Time[0]),
        Channels = Channels,
        BoundingBox = Box,
        Crs = Crs,
    };
}
