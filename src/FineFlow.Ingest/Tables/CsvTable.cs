namespace FineFlow.Ingest.Tables;

/// <summary>
/// CSV files of one dialect as a table of text. Nothing is guessed from the rows: a reader that guesses types and dialects from them may
/// read a broken file as another table.
/// </summary>
internal sealed class CsvTable : InputTable
{
    // Stands in no file of text.
    private const char NoDelimiter = '\x1F';

    private readonly CsvDialect _dialect;

    private CsvTable(IReadOnlyList<string> files, CsvDialect dialect)
        : base(files, [.. dialect.Names.Select((name, index) => new TableColumn(name, $"c{index}", "VARCHAR"))]) => _dialect = dialect;

    public static new InputTable Open(Engine engine, IReadOnlyList<string> files, TableOptions options)
    {
        var parts = new List<(CsvDialect Dialect, List<string> Files)>();
        foreach (var file in files)
        {
            var dialect = CsvDialect.Of(engine, file, options);
            if (parts.Count == 0 || !parts[^1].Dialect.IsSameAs(dialect))
            {
                parts.Add((dialect, []));
            }

            parts[^1].Files.Add(file);
        }

        InputTable[] tables = [.. parts.Select(part => new CsvTable(part.Files, part.Dialect))];
        return tables.Length == 1 ? tables[0] : UnionTable.Of(files, tables, options.Meaning);
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files)
    {
        var rejects = engine.NextName();
        var (isBlank, encoding) = (_dialect.Delimiter == CsvDialect.Blank, _dialect.Encoding == CsvEncoding.Utf16 ? "utf-16" : "utf-8");
        var columns = isBlank ? "line: 'VARCHAR'" : string.Join(", ", Columns.Select(column => $"{column.Reference}: 'VARCHAR'"));
        var quotes = isBlank ? "''" : "'\"'";
        var header = _dialect.HasHeader ? "true" : "false";
        var rows = $"read_csv({Sql.TextList(files.Select(InputPaths.Literally))}, auto_detect = false, header = {header}, "
            + FormattableString.Invariant($"skip = {_dialect.Skip}, encoding = '{encoding}', ")
            + $"delim = {Sql.Text($"{(isBlank ? NoDelimiter : _dialect.Delimiter)}")}, "
            + $"quote = {quotes}, escape = {quotes}, columns = {{{columns}}}, {TableScan.WithFile}";
        if (_dialect.IsConverted)
        {
            return new($"{rows})", []);
        }

        rows += $", store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')";
        return new(isBlank ? Fields(rows) : rows, [new(rejects, _dialect)]);
    }

    /// <summary>Returns SQL that splits lines at their blanks. Missing fields are NULL.</summary>
    private string Fields(string lines)
    {
        var fields = Columns.Select((column, index) => FormattableString.Invariant($"f[{index + 1}] AS {column.Reference}"));
        return $"(SELECT {string.Join(", ", fields)}, {TableScan.File} FROM (SELECT {TableScan.File}, "
            + $@"regexp_split_to_array(trim(line, E' \t'), '[ \t]+') AS f FROM {lines}))";
    }
}
