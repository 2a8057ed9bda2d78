using System.Globalization;
using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>The first line of a CSV file.</summary>
/// <param name="Line">The line.</param>
/// <param name="Delimiter">Comma, semicolon, tab or bar, whichever is most frequent.</param>
/// <param name="Names">The columns' names.</param>
internal sealed record CsvHeader(string Line, char Delimiter, IReadOnlyList<string> Names)
{
    private const int MostColumns = 4096;
    private const string Delimiters = ",;\t|";

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read or is empty.</exception>
    public static CsvHeader Read(Engine engine, string file)
    {
        var line = CsvLines.First(engine, file)
            ?? throw new BadInputException(file, "is empty; a first line with the columns' names is expected");
        var header = Parse(line.TrimStart('\uFEFF'));
        return (header.Names.Count, LooksLikeData(header)) switch
        {
            ( > MostColumns, _) => throw new BadInputException(
                file, $"has {header.Names.Count} columns; at most {MostColumns} are expected"),
            (_, true) => throw new BadInputException(
                file, "begins with numbers or times; a first line with the columns' names is expected"),
            _ => header,
        };
    }

    /// <summary>Splits a header into names.</summary>
    public static CsvHeader Parse(string line)
    {
        var delimiter = Delimiters.MaxBy(candidate => Split(line, candidate).Count);
        return new(line, delimiter, Split(line, delimiter));
    }

    private static bool LooksLikeData(CsvHeader header) => 2 * header.Names.Count(name =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || DateTime.TryParse(name, CultureInfo.InvariantCulture, out _)) > header.Names.Count;

    private static List<string> Split(string line, char delimiter)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == delimiter && !quoted)
            {
                names.Add(name.ToString().Trim());
                name.Clear();
            }
            else
            {
                name.Append(character);
            }
        }

        return [.. names, name.ToString().Trim()];
    }
}
