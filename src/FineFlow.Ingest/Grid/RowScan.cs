using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The one reading of all rows: what is sound is counted, all else is tallied.</summary>
internal sealed class RowScan(
    Engine engine, InputTable table, RowQuery query, RowCheck check, IRowCounter counter, Tally tally, FileTally files)
{
    /// <summary>Whether to sort the rows, which traces need, and to drop those that equal the one before.</summary>
    public bool DropDuplicates { get; init; }

    public void Run(Action<long, double>? progress, CancellationToken cancel)
    {
        var scan = table.Scan(engine);
        var duplicates = DropDuplicates ? new DuplicateFilter() : null;
        var read = 0L;
        foreach (var batch in engine.Stream(table.Title, query.Rows(scan, sorted: DropDuplicates), cancel))
        {
            var rows = new RowBatch(batch);
            for (var row = 0; row < rows.Count; row++)
            {
                Count(rows, row, duplicates);
            }

            read += rows.Count;
            progress?.Invoke(read, engine.Progress);
        }

        scan.RefuseOpenQuotes(engine, table.Title);
        foreach (var (file, malformed) in scan.Rejected(engine, table.Title))
        {
            files.AddMalformed(file, malformed);
            tally.AddToAll(DropReason.Malformed, malformed);
        }
    }

    private void Count(in RowBatch rows, int row, DuplicateFilter? duplicates)
    {
        var problem = check.Problem(rows, row);
        if (problem == DropReason.None && duplicates is not null && duplicates.IsDuplicate(rows, row))
        {
            problem = DropReason.Duplicate;
        }

        files.Add(rows.File(row), problem);
        if (problem == DropReason.None)
        {
            counter.Count(rows, row);
        }
        else
        {
            tally.AddToAll(problem);
        }
    }
}
