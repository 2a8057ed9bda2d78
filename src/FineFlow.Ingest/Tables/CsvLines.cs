using Apache.Arrow;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Where the records of a CSV file stand. The engine tells a record it refuses by a number that counts records and empty lines, and of
/// the others nothing: a second, plain reading of the lines finds both.
/// </summary>
internal static class CsvLines
{
    private const int LongestLine = 1 << 24;

    /// <summary>SQL: a file's lines as they stand, a byte a character.</summary>
    public static string From(string file) =>
        $"read_csv({Sql.Text(InputPaths.Literally(file))}, auto_detect = false, header = false, delim = '', quote = '', escape = '', "
        + $"columns = {{line: 'VARCHAR'}}, encoding = 'latin-1', max_line_size = {LongestLine}, ignore_errors = true)";

    /// <summary>The records after the header, in their order: what the engine calls them, and the line they begin in, from 1.</summary>
    public static IEnumerable<(long Number, long Line, string Text)> Records(Engine engine, string file, CancellationToken cancel)
    {
        var (number, line, open) = (0L, 0L, false);
        foreach (var text in Texts(engine, file, cancel))
        {
            line++;
            var quotes = text.Count(character => character == '"');
            if (open)
            {
                open = quotes % 2 == 0;
                continue;
            }

            number++;
            open = quotes % 2 == 1;
            if (text.Length > 0 && line > 1)
            {
                yield return (number, line, text);
            }
        }
    }

    private static IEnumerable<string> Texts(Engine engine, string file, CancellationToken cancel)
    {
        foreach (var batch in engine.Stream(file, $"SELECT COALESCE(line, '') AS line FROM {From(file)}", cancel))
        {
            var lines = (StringArray)batch.Column(0);
            for (var row = 0; row < lines.Length; row++)
            {
                yield return lines.GetString(row);
            }
        }
    }
}
