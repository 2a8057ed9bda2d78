using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>Parquet files as a table.</summary>
internal sealed class ParquetTable : InputTable
{
    private ParquetTable(IReadOnlyList<string> files, IReadOnlyList<TableColumn> columns)
        : base(files, columns)
    {
    }

    /// <exception cref="BadInputException">A file cannot be read, or tells its number of rows in two ways.</exception>
    public static ParquetTable Open(Engine engine, IReadOnlyList<string> files)
    {
        TableColumn[] columns =
            [.. Describe(engine, files).Select(column => new TableColumn(column.Name, Sql.Name(column.Name), column.Type))];
        foreach (var file in files)
        {
            CheckRows(engine, file);
        }

        return new(files, columns);
    }

    public override string TypeIn(Engine engine, string file, TableColumn column) =>
        Describe(engine, [file]).Where(own => Sql.Name(own.Name) == column.Reference).Select(own => own.Type).SingleOrDefault(column.Type);

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files) => new(From(files), []);

    /// <summary>
    /// Compares the numbers of rows of the file, of its row groups and of their columns. The engine reads as many as a row group tells, and
    /// without a word fewer than there are. A column of lists has a value a row or more.
    /// </summary>
    private static void CheckRows(Engine engine, string file)
    {
        var path = Sql.Text(InputPaths.Literally(file));
        var groups = "SELECT any_value(row_group_num_rows) AS n, bool_and(num_values = row_group_num_rows "
            + "OR (path_in_schema LIKE '%, %' AND num_values > row_group_num_rows)) AS is_whole "
            + $"FROM parquet_metadata({path}) GROUP BY row_group_id";
        var whole = engine.Rows(
            file,
            $"SELECT (SELECT coalesce(sum(n), 0) = coalesce(any_value(num_rows), 0) AND coalesce(bool_and(is_whole), true) "
            + $"FROM ({groups})) FROM parquet_file_metadata({path})");
        if (whole is not [[true]])
        {
            throw new BadInputException(file, "tells its number of rows in two ways; it is damaged");
        }
    }

    private static IEnumerable<(string Name, string Type)> Describe(Engine engine, IReadOnlyList<string> files) =>
        engine.Rows(files[0], $"DESCRIBE SELECT * EXCLUDE ({TableScan.File}) FROM {From(files)}")
            .Select(row => ((string)row[0]!, (string)row[1]!));

    private static string From(IReadOnlyList<string> files) =>
        $"read_parquet({Sql.TextList(files.Select(InputPaths.Literally))}, {TableScan.WithFile})";
}
