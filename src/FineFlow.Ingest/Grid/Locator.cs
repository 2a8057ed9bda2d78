namespace FineFlow.Ingest.Grid;

/// <summary>Assigns slots and cells to times and places.</summary>
internal sealed class Locator(SlotClock clock, CellGrid grid, PlaceTally places)
{
    /// <summary>Returns the cell of a place; <see cref="CellGrid.Outside"/> outside of the box.</summary>
    public int Cell(double longitude, double latitude)
    {
        var cell = grid.Cell(longitude, latitude);
        if (cell != CellGrid.Outside)
        {
            places.Inside++;
            return cell;
        }

        places.Outside++;
        places.Exchanged += grid.Cell(latitude, longitude) == CellGrid.Outside ? 0 : 1;
        return cell;
    }

    /// <summary>Adds a count to a time's slot and a cell, or records in the tally why not.</summary>
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
