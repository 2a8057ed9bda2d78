using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>One pass over a table.</summary>
/// <param name="From">SQL after FROM.</param>
/// <param name="Rejects">The tables that list malformed records after the pass.</param>
internal sealed record TableScan(string From, IReadOnlyList<RejectTable> Rejects)
{
    /// <summary>SQL of the number of a row's record in its file, from 1. Several rows may come from one record.</summary>
    public string Record { get; init; } = "row_number() OVER ()";

    /// <summary>Whether the rows come in the order of the records.</summary>
    public bool IsInOrder { get; init; } = true;

    /// <summary>SQL of the path of a row's file.</summary>
    public const string File = "\"fineflow file\"";

    /// <summary>A parameter of the engine's readers that adds <see cref="File"/>.</summary>
    public const string WithFile = "filename = 'fineflow file'";

    /// <summary>Returns the files with malformed records, and their numbers.</summary>
    public IReadOnlyList<(string File, long Count)> Rejected(Engine engine, string source) =>
    [
        .. Rejects.SelectMany(rejects => engine.Rows(
                source, $"SELECT file_path, count(DISTINCT line) FROM {rejects.WithFiles} GROUP BY file_path"))
            .Select(row => ((string)row[0]!, Convert.ToInt64(row[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>
    /// Rejects a file with a quote that opens a value and is not closed. It swallows the rows after it, which the engine reports as a
    /// single record. The lines tell which record that is; where they cannot be read, every broken quote is rejected.
    /// </summary>
    /// <exception cref="BadInputException">There is such a record.</exception>
    public void RefuseOpenQuotes(Engine engine, string source)
    {
        foreach (var rejects in Rejects)
        {
            var broken = engine.Rows(
                source,
                $"SELECT file_path, list(DISTINCT line) FROM {rejects.WithFiles} "
                + "WHERE error_type IN ('UNQUOTED VALUE', 'INVALID ENCODING', 'LINE SIZE OVER MAXIMUM') GROUP BY file_path");
            foreach (var (file, records) in broken.Select(row => ((string)row[0]!, Numbers(row[1]!))))
            {
                if ((CsvLines.CanRead(file) ? CsvLines.FirstOverSeveralLines(file, rejects.Dialect, records) : records.Min()) is { } line)
                {
                    throw new BadInputException(
                        file,
                        $"line {line}: a quote opens a value and does not end, which takes the rows behind it with it; repair the quotes");
                }
            }
        }
    }

    private static HashSet<long> Numbers(object list) =>
        [.. ((System.Collections.IEnumerable)list).Cast<object>().Select(number => Convert.ToInt64(number, CultureInfo.InvariantCulture))];
}
