using System.Globalization;
using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>How a CSV file is written. Found from its first lines, never from its rows: rows that do not fit are reported as bad.</summary>
/// <param name="Names">The columns' names.</param>
/// <param name="Delimiter">Comma, semicolon, tab, bar, or a blank, of which several stand for one.</param>
/// <param name="Skip">Lines before the header, or before the rows where there is no header.</param>
/// <param name="HasHeader">Whether a line names the columns.</param>
/// <param name="Encoding">The text's encoding.</param>
internal sealed record CsvDialect(IReadOnlyList<string> Names, char Delimiter, int Skip, bool HasHeader, CsvEncoding Encoding)
{
    /// <summary>The delimiter of columns with blanks between.</summary>
    public const char Blank = ' ';

    /// <summary>Lines that are looked at: a title, notes and a header stand among them.</summary>
    private const int FirstLines = 100;

    // The trajectories of GeoLife: six lines about the logger, then rows without names (user guide 1.3, "Trajectory data").
    private const string GeoLifeEnding = ".plt";
    private const int GeoLifeNotes = 6;
    private static readonly string[] GeoLifeColumns = ["lat", "lon", "zero", "altitude", "days", "date", "time"];

    private const int MostColumns = 4096;
    private const int LeastFields = 2;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Whether the file was written here, so that its lines are those of no file that anybody knows.</summary>
    public bool IsConverted { get; init; }

    /// <summary>Lines before the first row.</summary>
    public int LinesBeforeRows => Skip + (HasHeader ? 1 : 0);

    /// <summary>Reads the first lines of a file.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="file">The file.</param>
    /// <param name="options">What is said of it.</param>
    /// <exception cref="BadInputException">The file cannot be read, is empty, or has no line that names the columns.</exception>
    public static CsvDialect Of(Engine engine, string file, TableOptions options)
    {
        if (options.Converted.TryGetValue(file, out var converted))
        {
            return new(converted, ',', 0, false, CsvEncoding.Utf8) { IsConverted = true };
        }

        if (IsGeoLife(file))
        {
            return new(options.ColumnNames ?? GeoLifeColumns, ',', GeoLifeNotes, false, CsvEncoding.Utf8);
        }

        var encoding = CsvLines.EncodingOf(file);
        var lines = CsvLines.First(engine, file, encoding, FirstLines);
        return lines.Count == 0
            ? throw new BadInputException(file, "is empty; a first line with the columns' names is expected")
            : Find(file, lines, options.ColumnNames) with { Encoding = encoding };
    }

    /// <summary>Returns whether a file is a vehicle's trajectory in the form of GeoLife, by its name.</summary>
    public static bool IsGeoLife(string file) => file.EndsWith(GeoLifeEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether two files can be read as one.</summary>
    public bool IsSameAs(CsvDialect other) =>
        other.Names.SequenceEqual(Names) && (other.Delimiter, other.Skip, other.HasHeader, other.Encoding)
            == (Delimiter, Skip, HasHeader, Encoding);

    /// <summary>Splits a line into fields, without quotes.</summary>
    public static IReadOnlyList<string> Split(string line, char delimiter)
    {
        if (delimiter == Blank)
        {
            return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == delimiter && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        return [.. fields, field.ToString().Trim()];
    }

    /// <summary>Finds the dialect of a text's first lines.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="lines">One line or more.</param>
    /// <param name="columns">Names of the columns; null where a line names them.</param>
    /// <exception cref="BadInputException">No line names the columns, or their number is another one.</exception>
    internal static CsvDialect Find(string file, IReadOnlyList<string> lines, IReadOnlyList<string>? columns)
    {
        var said = Said(lines[0]);
        var from = said is null || lines.Count == 1 ? 0 : 1;
        var delimiter = said ?? DelimiterOf(lines);
        var first = FirstOfTable(lines, delimiter, from) ?? from;
        if (columns is null && LooksLikeData(Split(lines[first], delimiter)))
        {
            // Rows may have more fields than the header, for instance where each ends with a delimiter: they are bad rows.
            first = from;
        }

        var names = Split(lines[first], delimiter);
        var hasHeader = !LooksLikeData(names);
        var dialect = new CsvDialect(names, delimiter, first, hasHeader, default);
        return (names.Count, columns) switch
        {
            ( > MostColumns, _) => throw new BadInputException(
                file, $"has {names.Count} columns; at most {MostColumns} are expected"),
            (_, { } named) => dialect.WithNames(file, named, Split(lines[Math.Min(dialect.LinesBeforeRows, lines.Count - 1)], delimiter)),
            _ when hasHeader => dialect,
            _ => throw new BadInputException(
                file,
                $"begins with numbers or times; expected a first line with the columns' names, or names for its {names.Count} columns")
            { Setting = nameof(TableOptions.ColumnNames) },
        };
    }

    private CsvDialect WithNames(string file, IReadOnlyList<string> named, IReadOnlyList<string> row) => named.Count == row.Count
        ? this with { Names = named }
        : throw new BadInputException(
            file, $"has rows of {row.Count} columns ({string.Join(", ", row)}), but {named.Count} are named: {string.Join(", ", named)}")
        { Setting = nameof(TableOptions.ColumnNames) };

    private static bool LooksLikeData(IReadOnlyList<string> fields) => 2 * fields.Count(field =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || DateTime.TryParse(field, CultureInfo.InvariantCulture, out _)) > fields.Count;

    /// <summary>Returns the delimiter that a first line like <c>sep=;</c> says.</summary>
    private static char? Said(string line) =>
        line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line.Length == 5 ? line[4] : null;

    /// <summary>
    /// Returns the delimiter with which the table begins first, and of these the one with most fields; blanks only where no other finds
    /// two.
    /// </summary>
    private static char DelimiterOf(IReadOnlyList<string> lines)
    {
        var found = Delimiters
            .Select(delimiter => (Delimiter: delimiter, First: FirstOfTable(lines, delimiter, 0)))
            .OrderBy(candidate => candidate.First ?? lines.Count)
            .ThenByDescending(candidate => Split(lines[candidate.First ?? 0], candidate.Delimiter).Count)
            .First();
        return Split(lines[found.First ?? 0], found.Delimiter).Count >= LeastFields ? found.Delimiter : Blank;
    }

    /// <summary>
    /// Returns the first line of the table behind titles and notes: it has as many fields as the next one, and more than any before. Null
    /// without such a line.
    /// </summary>
    private static int? FirstOfTable(IReadOnlyList<string> lines, char delimiter, int from)
    {
        var most = 1;
        for (var line = from; line + 1 < lines.Count; line++)
        {
            if (lines[line].StartsWith('#'))
            {
                continue;
            }

            var fields = Split(lines[line], delimiter).Count;
            if (fields > most && fields == Split(lines[line + 1], delimiter).Count)
            {
                return line;
            }

            most = Math.Max(most, fields);
        }

        return null;
    }
}
