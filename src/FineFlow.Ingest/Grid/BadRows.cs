using Apache.Arrow;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Finds out where bad rows stand, by a second reading in the order of the files that stops after the first few.</summary>
internal sealed class BadRows(Engine engine, InputTable table, RowQuery query, RowCheck check)
{
    private const int MostText = 120;

    /// <summary>The first bad rows.</summary>
    public List<BadRow> First(int most, CancellationToken cancel)
    {
        var found = new List<BadRow>();
        foreach (var file in table.Files)
        {
            found.AddRange(InFile(file, most - found.Count, cancel));
            if (found.Count >= most)
            {
                break;
            }
        }

        return found;
    }

    private IEnumerable<BadRow> InFile(string file, int most, CancellationToken cancel)
    {
        var scan = table.Scan(engine, [file]);
        var unusable = Unusable(file, scan, most, cancel);
        if (scan.Rejects is null)
        {
            return unusable.Select(row => new BadRow(file, row.Number, row.Problem, row.Text));
        }

        var malformed = engine.Rows(file, $"SELECT DISTINCT line FROM {scan.Rejects}", cancel)
            .Select(row => Convert.ToInt64(row[0], System.Globalization.CultureInfo.InvariantCulture));
        return InLines(file, [.. malformed], unusable.ToDictionary(row => row.Number), cancel).Take(most).ToArray();
    }

    /// <summary>Numbers from 1 of the first rows that can be read but not used. The reading goes to the end all the same: it lists the malformed ones.</summary>
    private List<(long Number, DropReason Problem, string Text)> Unusable(string file, TableScan scan, int most, CancellationToken cancel)
    {
        var found = new List<(long, DropReason, string)>();
        var number = 0L;
        foreach (var batch in engine.Stream(file, query.RowsWithText(scan), cancel))
        {
            var rows = new RowBatch(batch);
            var text = (StringArray)batch.Column(batch.ColumnCount - 1);
            for (var row = 0; row < rows.Count; row++)
            {
                number++;
                if (found.Count < most && check.Problem(rows, row) is var problem and not DropReason.None)
                {
                    found.Add((number, problem, Short(text.GetString(row))));
                }
            }
        }

        return found;
    }

    private IEnumerable<BadRow> InLines(
        string file, HashSet<long> malformed, Dictionary<long, (long Number, DropReason Problem, string Text)> unusable, CancellationToken cancel)
    {
        var row = 0L;
        foreach (var (number, line, text) in CsvLines.Records(engine, file, cancel))
        {
            if (malformed.Contains(number))
            {
                yield return new(file, line, DropReason.Malformed, Short(text));
            }
            else if (unusable.TryGetValue(++row, out var bad))
            {
                yield return new(file, line, bad.Problem, bad.Text);
            }
        }
    }

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText] + "...";
}
