namespace FineFlow.Ingest.Tables;

/// <summary>Parquet files as a table.</summary>
internal sealed class ParquetTable : InputTable
{
    private ParquetTable(IReadOnlyList<string> files, IReadOnlyList<TableColumn> columns)
        : base(files, columns)
    {
    }

    public static ParquetTable Open(Engine engine, IReadOnlyList<string> files) =>
        new(files, [.. Describe(engine, files).Select(column => new TableColumn(column.Name, Sql.Name(column.Name), column.Type))]);

    public override string TypeIn(Engine engine, string file, TableColumn column) =>
        Describe(engine, [file]).Where(own => Sql.Name(own.Name) == column.Reference).Select(own => own.Type).SingleOrDefault(column.Type);

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files) => new(From(files), []);

    private static IEnumerable<(string Name, string Type)> Describe(Engine engine, IReadOnlyList<string> files) =>
        engine.Rows(files[0], $"DESCRIBE SELECT * EXCLUDE ({TableScan.File}) FROM {From(files)}")
            .Select(row => ((string)row[0]!, (string)row[1]!));

    private static string From(IReadOnlyList<string> files) =>
        $"read_parquet({Sql.TextList(files.Select(InputPaths.Literally))}, {TableScan.WithFile})";
}
