using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Distinguishes trips with one unknown end, which are common, from a wrong column.</summary>
internal static class EndCheck
{
    /// <summary>Checks the starts and ends of each file's trips.</summary>
    /// <exception cref="BadInputException">Too many starts or ends of a file hold values that cannot be used.</exception>
    public static void Check(
        double share, Engine engine, InputTable table, RowQuery query, FileTally files, CancellationToken cancellationToken)
    {
        foreach (var file in files.Files.Where(file => Math.Max(file.BadStarts, file.BadEnds) > share * file.Rows))
        {
            var given = engine.Rows(file.Path, query.GivenEnds(table.Scan(engine, [file.Path])), cancellationToken)[0];
            var words = table is StationTrips
                ? ("a time or a station that cannot be used", "give the table of these stations")
                : ("a time, longitude or latitude that cannot be used", "name their columns");
            Check(share, file, "starts", given[0], file.BadStarts, words);
            Check(share, file, "ends", given[1], file.BadEnds, words);
        }
    }

    private static void Check(double share, FileRows file, string ends, object? given, long bad, (string Problem, string Remedy) words)
    {
        var broken = Convert.ToInt64(given, CultureInfo.InvariantCulture) - (file.Rows - bad);
        if (broken > share * file.Rows)
        {
            throw new BadInputException(
                file.Path,
                $"{broken} of {file.Rows} {ends} of trips have {words.Problem}, more than the share of {share:0.###} that is allowed; "
                + words.Remedy);
        }
    }
}
