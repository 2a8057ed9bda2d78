namespace FineFlow.Ingest.Grid;

/// <summary>
/// Counts traces, sorted by vehicle and time. Two consecutive positions in different cells and not too long apart are an outflow of the
/// first and an inflow of the second cell, in the slot of the later position (Zhang et al., AAAI 2017, definition 2). Cells between two
/// positions are not guessed.
/// </summary>
/// <param name="locator">Assigns slots and cells.</param>
/// <param name="maps">The maps to count in.</param>
/// <param name="tally">Outcomes of the positions.</param>
/// <param name="outflow">Channel of the outflow; null if it is not counted.</param>
/// <param name="inflow">Channel of the inflow; null if it is not counted.</param>
/// <param name="maxGapMicroseconds">Longest time between the two positions.</param>
internal sealed class TraceCounter(
    Locator locator, SlotMaps maps, Tally tally, int? outflow, int? inflow, long maxGapMicroseconds) : IRowCounter
{
    private byte[] _vehicle = [];
    private long _time;
    private int _cell;

    public void Count(in RowBatch rows, int row, RowProblems problems)
    {
        var (time, cell) = (rows.Time[row], locator.Cell(rows.Longitude[row], rows.Latitude[row]));
        var reason = Follow(rows.Vehicle(row), time, cell);
        if (reason == DropReason.None)
        {
            Count(outflow, time, _cell);
            Count(inflow, time, cell);
        }
        else
        {
            tally.AddToAll(reason);
        }

        (_time, _cell) = (time, cell);
    }

    private void Count(int? channel, long time, int cell)
    {
        if (channel is { } wanted)
        {
            locator.Count(maps, tally, wanted, time, cell);
        }
    }

    private DropReason Follow(ReadOnlySpan<byte> vehicle, long time, int cell)
    {
        if (!vehicle.SequenceEqual(_vehicle))
        {
            _vehicle = vehicle.ToArray();
            return DropReason.FirstPosition;
        }

        if (time - _time > maxGapMicroseconds)
        {
            return DropReason.LongGap;
        }

        if (cell != _cell)
        {
            return DropReason.None;
        }

        return cell == CellGrid.Outside ? DropReason.OutOfBox : DropReason.SameCell;
    }
}
