namespace FineFlow.Ingest.Grid;

/// <summary>
/// Trips: an outflow at the start, an inflow at the end. Each end stands for itself: a trip that leaves the box, or whose end is not known,
/// still started in it.
/// </summary>
/// <param name="locator">From places to cells.</param>
/// <param name="maps">Where to count.</param>
/// <param name="tally">What became of the ends.</param>
/// <param name="outflow">Channel of the outflow, if it is counted.</param>
/// <param name="inflow">Channel of the inflow, if it is counted.</param>
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
