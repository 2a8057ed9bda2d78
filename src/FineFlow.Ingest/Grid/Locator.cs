using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>From times and places to slots and cells.</summary>
internal sealed class Locator(SlotClock clock, CellGrid grid)
{
    public BoundingBox Box => grid.Box;

    /// <summary>Places in the box so far.</summary>
    public long Inside { get; private set; }

    /// <summary>Places outside so far.</summary>
    public long Outside { get; private set; }

    /// <summary>Of the places outside, those that would be in the box with longitude and latitude exchanged.</summary>
    public long Exchanged { get; private set; }

    /// <summary>The cell of a place; <see cref="CellGrid.Outside"/> where there is none.</summary>
    public int Cell(double longitude, double latitude)
    {
        var cell = grid.Cell(longitude, latitude);
        if (cell != CellGrid.Outside)
        {
            Inside++;
            return cell;
        }

        Outside++;
        Exchanged += grid.Cell(latitude, longitude) == CellGrid.Outside ? 0 : 1;
        return cell;
    }

    /// <summary>Counts in the slot of a time and in a cell, or says why not.</summary>
    public void Count(SlotMaps maps, Tally tally, int channel, long time, int cell, float weight = 1)
    {
        var reason = clock.Find(time, out var slot);
        if (reason == DropReason.None && cell == CellGrid.Outside)
        {
            reason = DropReason.OutOfBox;
        }

        if (reason == DropReason.None)
        {
            maps.Add(slot, channel, cell, weight);
        }

        tally.Add(channel, reason);
    }
}
