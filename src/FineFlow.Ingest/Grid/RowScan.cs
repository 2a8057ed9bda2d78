using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Reads all rows of some files once, counts valid ones and tallies the others.</summary>
internal sealed class RowScan(
    Engine engine, InputTable table, RowQuery query, RowCheck check, IRowCounter counter, Tally tally, FileTally files)
{
    /// <summary>Whether to sort the rows, which traces need, and drop equal ones.</summary>
    public bool DropDuplicates { get; init; }

    public void Run(IReadOnlyList<string> paths, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var scan = table.Scan(engine, paths);
        var duplicates = DropDuplicates ? new DuplicateFilter() : null;
        var read = 0L;
        foreach (var batch in engine.Stream(table.Title, query.Rows(scan, sorted: DropDuplicates), cancellationToken))
        {
            var rows = new RowBatch(batch);
            for (var row = 0; row < rows.Count; row++)
            {
                Count(rows, row, duplicates);
            }

            read += rows.Count;
            progress(read, engine.Progress);
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
        var problems = check.Problems(rows, row);
        files.Add(rows.File(row), problems);
        if (problems.Row != DropReason.None)
        {
            tally.AddBad(problems);
        }
        else if (duplicates is not null && duplicates.IsDuplicate(rows, row))
        {
            tally.AddToAll(DropReason.Duplicate);
        }
        else
        {
            counter.Count(rows, row, problems);
        }
    }
}
