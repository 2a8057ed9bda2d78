namespace FineFlow.Ingest.Grid;

/// <summary>What rows of one kind of input count.</summary>
internal interface IRowCounter
{
    /// <summary>Adds a row's counts to the maps, and its fate to the tally of every channel.</summary>
    /// <param name="rows">Some rows.</param>
    /// <param name="row">The row, which is sound, or of a trip an end of it.</param>
    /// <param name="problems">Which of a trip's ends is not, and why.</param>
    void Count(in RowBatch rows, int row, RowProblems problems);
}
