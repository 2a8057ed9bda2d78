namespace FineFlow.Ingest.Grid;

/// <summary>Counts rows of one kind of input.</summary>
internal interface IRowCounter
{
    /// <summary>Adds a row's counts to the maps, and its outcome to the tally of every channel.</summary>
    /// <param name="rows">The batch.</param>
    /// <param name="row">Index of a valid row, or of a trip with one valid end.</param>
    /// <param name="problems">The invalid end of a trip, with the reason.</param>
    void Count(in RowBatch rows, int row, RowProblems problems);
}
