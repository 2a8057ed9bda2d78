using System.Globalization;
using Apache.Arrow;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Finds the places of bad rows, by a second pass in the order of the files that ends with the file of the last requested row.
/// </summary>
internal sealed class BadRows(Engine engine, InputTable table, RowQuery query, RowCheck check)
{
    private const int MostText = 120;

    /// <summary>Returns the first bad rows of some files.</summary>
    public List<BadRow> First(IReadOnlyList<string> files, int most, CancellationToken cancellationToken)
    {
        var found = new List<BadRow>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.AddRange(InFile(file, cancellationToken).Take(most - found.Count));
            if (found.Count >= most)
            {
                break;
            }
        }

        return found;

        IEnumerable<BadRow> InFile(string file, CancellationToken cancellationToken)
        {
            var scan = table.Scan(engine, [file]);
            var unusable = Unusable(file, scan, most, cancellationToken);
            var malformed = Malformed(file, scan);
            if (scan.Rejects is not [var rejects] || unusable.Count + malformed.Count == 0)
            {
                return unusable;
            }

            return CsvLines.CanRead(file)
                ? InLines(file, rejects.Dialect, malformed, unusable.ToLookup(row => row.Row!.Value))
                : malformed.Order().Select(line => new BadRow(file, line, null, DropReason.Malformed, "")).Concat(unusable);
        }
    }

    /// <summary>
    /// Returns the first readable rows that cannot be used. The pass still goes to the end, which lists the malformed records.
    /// </summary>
    private List<BadRow> Unusable(string file, TableScan scan, int most, CancellationToken cancellationToken)
    {
        var found = new List<BadRow>();
        foreach (var batch in engine.Stream(file, query.RowsWithText(scan), cancellationToken))
        {
            var rows = new RowBatch(batch);
            var records = ((Int64Array)batch.Column(RowQuery.Record)).Values;
            var text = (StringArray)batch.Column(RowQuery.Text);
            for (var row = 0; row < rows.Count; row++)
            {
                if (found.Count < most && check.Problems(rows, row).Row is var problem and not DropReason.None)
                {
                    found.Add(new(file, null, records[row], problem, text.GetString(row)));
                }
            }
        }

        return found;
    }

    /// <summary>Returns the engine's numbers of the malformed records.</summary>
    private HashSet<long> Malformed(string file, TableScan scan) =>
    [
        .. scan.Rejects.SelectMany(rejects => engine.Rows(file, $"SELECT DISTINCT line FROM {rejects.Name}"))
            .Select(row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<BadRow> InLines(
        string file, CsvDialect dialect, HashSet<long> malformed, ILookup<long, BadRow> unusable)
    {
        var row = 0L;
        foreach (var (number, line, text) in CsvLines.Records(file, dialect))
        {
            if (malformed.Contains(number))
            {
                yield return new(file, line, null, DropReason.Malformed, text.Length <= MostText ? text : text[..MostText] + "...");
            }
            else
            {
                foreach (var bad in unusable[++row])
                {
                    yield return bad with { Line = line };
                }
            }
        }
    }
}
