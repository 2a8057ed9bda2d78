namespace FineFlow.Ingest.Grid;

/// <summary>A row that cannot be used, and where it stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line in a CSV file, from 1; its row in a Parquet file, from 1.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Text">What stands in the columns that are read, or the line where it is no row.</param>
public sealed record BadRow(string File, long Line, DropReason Problem, string Text);
