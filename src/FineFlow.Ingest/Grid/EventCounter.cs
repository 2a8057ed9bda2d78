namespace FineFlow.Ingest.Grid;

/// <summary>Counts events, one each.</summary>
internal sealed class EventCounter(Locator locator, SlotMaps maps, Tally tally) : IRowCounter
{
    public void Count(in RowBatch rows, int row, RowProblems problems)
    {
        var weight = rows.Weight.IsEmpty ? 1 : (float)rows.Weight[row];
        locator.Count(maps, tally, 0, rows.Time[row], locator.Cell(rows.Longitude[row], rows.Latitude[row]), weight);
    }
}
