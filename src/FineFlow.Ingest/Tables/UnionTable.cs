using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Files whose columns have other names or another order, as one table: the columns that all of them have, by what their names mean.
/// </summary>
internal sealed class UnionTable : InputTable
{
    private readonly IReadOnlyList<(InputTable Table, IReadOnlyList<TableColumn> Columns)> _parts;

    private UnionTable(IReadOnlyList<string> files, IReadOnlyList<(InputTable Table, IReadOnlyList<TableColumn> Columns)> parts)
        : base(files, [.. parts[0].Columns.Select((column, index) => new TableColumn(column.Name, $"u{index}", "VARCHAR"))]) =>
        _parts = parts;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InSomeFiles =>
        [.. _parts.SelectMany(part => part.Table.Columns.Except(part.Columns)).Select(column => column.Name).Distinct()];

    /// <summary>Unites tables.</summary>
    /// <param name="files">All files, in order.</param>
    /// <param name="tables">Two tables or more.</param>
    /// <param name="meaning">Gives two names the same word if they mean the same.</param>
    /// <exception cref="BadInputException">They have no column in common.</exception>
    public static UnionTable Of(IReadOnlyList<string> files, IReadOnlyList<InputTable> tables, Func<string, string> meaning)
    {
        var byMeaning = tables
            .Select(table => table.Columns.ToLookup(column => meaning(column.Name), StringComparer.Ordinal)).ToArray();
        string[] common =
        [
            .. tables[0].Columns.Select(column => meaning(column.Name)).Distinct()
                .Where(word => byMeaning.All(columns => columns[word].Count() == 1)),
        ];
        return common.Length > 0
            ? new(files, [.. tables.Select((table, part) =>
                (table, (IReadOnlyList<TableColumn>)[.. common.Select(word => byMeaning[part][word].Single())]))])
            : throw new BadInputException(
                tables[1].Files[0], $"has no column of {tables[0].Files[0]}; files of the same columns are expected");
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files)
    {
        var scans = new List<string>();
        var rejects = new List<RejectTable>();
        foreach (var (table, columns) in _parts)
        {
            string[] own = [.. table.Files.Where(files.Contains)];
            if (own.Length > 0)
            {
                var scan = table.Scan(engine, own);
                var selected = columns.Select((column, index) => $"{column.AsText} AS {Columns[index].Reference}");
                scans.Add($"SELECT {string.Join(", ", selected)}, {TableScan.File} FROM {scan.From}");
                rejects.AddRange(scan.Rejects);
            }
        }

        return new($"({string.Join(" UNION ALL ", scans)})", rejects);
    }
}
