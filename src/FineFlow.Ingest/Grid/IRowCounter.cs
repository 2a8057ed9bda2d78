namespace FineFlow.Ingest.Grid;

/// <summary>What sound rows of one kind of input count.</summary>
internal interface IRowCounter
{
    /// <summary>Adds a row's counts to the maps, and its fate to the tally of every channel.</summary>
    void Count(in RowBatch rows, int row);
}
