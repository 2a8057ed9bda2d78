namespace FineFlow.Ingest.Tables;

/// <summary>Parquet files as a table.</summary>
internal sealed class ParquetTable : InputTable
{
    private ParquetTable(IReadOnlyList<string> files, IReadOnlyList<TableColumn> columns)
        : base(files, columns)
    {
    }

    public static new ParquetTable Open(Engine engine, IReadOnlyList<string> files)
    {
        var columns = engine.Rows(files[0], $"DESCRIBE SELECT * FROM {From(files)}")
            .Select(row => ((string)row[0]!, Type: (string)row[1]!))
            .Select(column => new TableColumn(column.Item1, Sql.Name(column.Item1), column.Type));
        return new(files, [.. columns]);
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files) => new(From(files));

    private static string From(IReadOnlyList<string> files) => $"read_parquet({Sql.TextList(files.Select(InputPaths.Literally))})";
}
