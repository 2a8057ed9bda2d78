namespace FineFlow.Ingest.Grid;

/// <summary>From times and places to slots and cells.</summary>
internal sealed class Locator(SlotClock clock, CellGrid grid)
{
    public int Cell(double longitude, double latitude) => grid.Cell(longitude, latitude);

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
