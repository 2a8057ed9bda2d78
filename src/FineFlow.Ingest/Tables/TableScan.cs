using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>One reading of a table.</summary>
/// <param name="From">What stands after FROM.</param>
/// <param name="Rejects">The table that lists, once the reading is done, the records that are no rows; null where there can be none.</param>
internal sealed record TableScan(string From, string? Rejects = null)
{
    /// <summary>SQL: the path of the file that a row stands in.</summary>
    public const string File = "\"fineflow file\"";

    /// <summary>A parameter of the engine's readers, which makes them give <see cref="File"/>.</summary>
    public const string WithFile = "filename = 'fineflow file'";

    private const string SeveralLines = @"[\r\n]+[^\r\n]";
    private const string OpenQuote = @"(^|[,;\t|])""([^""]|"""")*$";

    // Where a record is no UTF-8, the engine writes ? for some of its bytes, line ends among them.
    private const string Illegible = @"(?s)"".*\?|\?.*""";

    /// <summary>The files that have records that were no rows, and how many.</summary>
    public IReadOnlyList<(string File, long Count)> Rejected(Engine engine, string source) => Rejects is null ? [] :
    [
        .. engine.Rows(source, $"SELECT file_path, count(DISTINCT line) FROM {Rejects} JOIN {Rejects}_scan USING (scan_id, file_id) GROUP BY file_path")
            .Select(row => ((string)row[0]!, Convert.ToInt64(row[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>
    /// Refuses a file with a quote that opens a value and does not end: it takes the rows behind it, and the engine, which reads large files in
    /// parts, tells no more of them than of one record.
    /// </summary>
    /// <exception cref="BadInputException">There is such a record.</exception>
    public void RefuseOpenQuotes(Engine engine, string source)
    {
        if (Rejects is null)
        {
            return;
        }

        var found = engine.Rows(
            source,
            $"SELECT file_path, min(line) FROM {Rejects} JOIN {Rejects}_scan USING (scan_id, file_id) "
            + $"WHERE regexp_matches(csv_line, {Sql.Text($"{SeveralLines}|{OpenQuote}|{Illegible}")}) OR error_type = 'LINE SIZE OVER MAXIMUM' "
            + "GROUP BY file_path LIMIT 1");
        if (found is [[string file, var record]])
        {
            throw new BadInputException(file, $"record {record} is no row: a quote in it does not end, and takes the rows behind it with it; repair the quotes");
        }
    }
}
