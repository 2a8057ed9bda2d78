namespace FineFlow.Ingest.Grid;

/// <summary>
/// Counts trips: an outflow at the start, an inflow at the end. The ends are independent: a trip that leaves the box, or whose end is
/// unknown, still started in it.
/// </summary>
/// <param name="locator">Assigns slots and cells.</param>
/// <param name="maps">The maps to count in.</param>
/// <param name="tally">Outcomes of the ends.</param>
/// <param name="outflow">Channel of the outflow; null if it is not counted.</param>
/// <param name="inflow">Channel of the inflow; null if it is not counted.</param>
internal sealed class TripCounter(Locator locator, SlotMaps maps, Tally tally, int? outflow, int? inflow) : IRowCounter
{
    public void Count(in RowBatch rows, int row, RowProblems problems)
    {
        var weight = rows.Weight.IsEmpty ? 1 : (float)rows.Weight[row];
        Count(outflow, problems.Start, rows.Time[row], rows.Longitude[row], rows.Latitude[row], weight);
        Count(inflow, problems.End, rows.EndTime[row], rows.EndLongitude[row], rows.EndLatitude[row], weight);
    }

    private void Count(int? channel, DropReason problem, long time, double longitude, double latitude, float weight)
    {
        if (channel is not { } wanted)
        {
            return;
        }

        if (problem == DropReason.None)
        {
            locator.Count(maps, tally, wanted, time, locator.Cell(longitude, latitude), weight);
        }
        else
        {
            tally.Add(wanted, problem);
        }
    }
}
