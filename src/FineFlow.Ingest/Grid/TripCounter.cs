namespace FineFlow.Ingest.Grid;

/// <summary>Trips: an outflow at the start, an inflow at the end. Each end stands for itself: a trip that leaves the box still started in it.</summary>
/// <param name="locator">From places to cells.</param>
/// <param name="maps">Where to count.</param>
/// <param name="tally">What became of the ends.</param>
/// <param name="outflow">Channel of the outflow, if it is counted.</param>
/// <param name="inflow">Channel of the inflow, if it is counted.</param>
internal sealed class TripCounter(Locator locator, SlotMaps maps, Tally tally, int? outflow, int? inflow) : IRowCounter
{
    public void Count(in RowBatch rows, int row)
    {
        var weight = rows.Weight.IsEmpty ? 1 : (float)rows.Weight[row];
        if (outflow is { } start)
        {
            locator.Count(maps, tally, start, rows.Time[row], locator.Cell(rows.Longitude[row], rows.Latitude[row]), weight);
        }

        if (inflow is { } end)
        {
            locator.Count(maps, tally, end, rows.EndTime[row], locator.Cell(rows.EndLongitude[row], rows.EndLatitude[row]), weight);
        }
    }
}
