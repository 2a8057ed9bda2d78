namespace FineFlow.Ingest.Grid;

/// <summary>A row that cannot be used, with its place.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line in a CSV file, from 1; null in Parquet files and for readable rows of .zst files.</param>
/// <param name="Row">Its number among the file's rows, from 1; null for malformed records.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Text">The values of the columns that are read; the line of a malformed record.</param>
public sealed record BadRow(string File, long? Line, long? Row, DropReason Problem, string Text)
{
    /// <summary>Returns the row's place.</summary>
    public override string ToString() => Line is { } line ? $"{File}, line {line}" : $"{File}, row {Row}";
}
