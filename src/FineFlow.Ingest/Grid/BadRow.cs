namespace FineFlow.Ingest.Grid;

/// <summary>A row that cannot be used, and where it stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Its line in a CSV file, from 1; null in Parquet, which has none, and for readable rows of .zst files.</param>
/// <param name="Row">Its number among the file's rows, from 1; null for records that are no rows.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Text">What stands in the columns that are read, or the line where it is no row.</param>
public sealed record BadRow(string File, long? Line, long? Row, DropReason Problem, string Text)
{
    /// <summary>The place for people.</summary>
    public override string ToString() => Line is { } line ? $"{File}, line {line}" : $"{File}, row {Row}";
}
