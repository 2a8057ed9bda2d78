using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// CSV files as a table of text. Only the delimiter is guessed, from the header. A reader that guesses types and dialects from the rows may
/// read a broken file as another table.
/// </summary>
internal sealed class CsvTable : InputTable
{
    private readonly char _delimiter;

    private CsvTable(IReadOnlyList<string> files, CsvHeader header)
        : base(files, [.. header.Names.Select((name, index) => new TableColumn(name, $"c{index}", "VARCHAR"))]) =>
        _delimiter = header.Delimiter;

    public static new CsvTable Open(Engine engine, IReadOnlyList<string> files)
    {
        var header = CsvHeader.Read(engine, files[0]);
        foreach (var file in files.Skip(1))
        {
            if (CsvHeader.Read(engine, file).Line != header.Line)
            {
                throw new BadInputException(file, $"has another header than {files[0]}; files of the same columns are expected");
            }
        }

        return new(files, header);
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files)
    {
        var rejects = engine.NextName();
        var columns = string.Join(", ", Columns.Select(column => $"{column.Reference}: 'VARCHAR'"));
        return new(
            $"read_csv({Sql.TextList(files.Select(InputPaths.Literally))}, auto_detect = false, header = true, "
            + $"delim = {Sql.Text($"{_delimiter}")}, "
            + $"quote = '\"', escape = '\"', columns = {{{columns}}}, {TableScan.WithFile}, "
            + $"store_rejects = true, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan')",
            rejects);
    }
}
