using System.IO.Compression;
using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Finds the lines of a CSV file's records. The engine identifies a rejected record by a number that counts records and empty lines, and
/// does not identify the others. A second, plain reading of the lines finds both.
/// </summary>
internal static class CsvLines
{
    /// <summary>Returns whether .NET can read the file's lines: it supports gzip, but not Zstandard.</summary>
    public static bool CanRead(string file) => InputPaths.Compression(file) != Compression.Zstandard;

    /// <summary>Returns the first line; null for an empty file.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static string? First(Engine engine, string file)
    {
        if (CanRead(file))
        {
            return Read(file, Encoding.UTF8).FirstOrDefault();
        }

        var first = engine.Rows(
            file,
            $"SELECT line FROM read_csv({Sql.Text(InputPaths.Literally(file))}, auto_detect = false, header = false, delim = '', "
            + "quote = '', escape = '', "
            + "columns = {line: 'VARCHAR'}, strict_mode = false, ignore_errors = true) LIMIT 1");
        return first is [[string line]] ? line : null;
    }

    /// <summary>Returns the records after the header: the engine's numbers, and the lines in which they begin, from 1.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static IEnumerable<(long Number, long Line, string Text)> Records(string file) =>
        from part in Lines(file)
        where !part.Continues && part.Line > 1 && part.Text.Length > 0
        select (part.Number, part.Line, part.Text);

    /// <summary>Returns the first line of the first of some records that covers several lines; null where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="records">The engine's numbers of the records.</param>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static long? FirstOverSeveralLines(string file, IReadOnlySet<long> records)
    {
        var start = 0L;
        foreach (var part in Lines(file))
        {
            start = part.Continues ? start : part.Line;
            if (part.Continues && records.Contains(part.Number))
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>Returns all lines, with the numbers of their records and whether they continue one.</summary>
    private static IEnumerable<(long Number, long Line, bool Continues, string Text)> Lines(string file)
    {
        var (number, line, open, delimiter) = (0L, 0L, false, ',');

        // One byte for each character, since lines that are no UTF-8 must be found too.
        foreach (var text in Read(file, Encoding.Latin1))
        {
            line++;
            delimiter = line == 1 ? CsvHeader.Parse(text).Delimiter : delimiter;
            var continues = open;
            open = (open || text.Contains('"', StringComparison.Ordinal)) && EndsWithinQuotes(text, delimiter, open);
            number += continues ? 0 : 1;
            yield return (number, line, continues, text);
        }
    }

    /// <summary>Returns whether a line ends inside of quotes. Quotes that do not begin a value are part of it.</summary>
    private static bool EndsWithinQuotes(string line, char delimiter, bool open)
    {
        var isStart = !open;
        for (var index = 0; index < line.Length; index++)
        {
            var isQuote = line[index] == '"';
            if (open && isQuote && index + 1 < line.Length && line[index + 1] == '"')
            {
                index++;
            }
            else
            {
                open = isQuote ? !open && isStart : open;
                isStart = !open && line[index] == delimiter;
            }
        }

        return open;
    }

    private static IEnumerable<string> Read(string file, Encoding encoding)
    {
        using var stream = Open(file);
        using var reader = new StreamReader(stream, encoding);
        while (Next(file, reader) is { } line)
        {
            yield return line;
        }
    }

    private static Stream Open(string file)
    {
        try
        {
            var stream = File.OpenRead(file);
            return InputPaths.Compression(file) == Compression.Gzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, $"cannot be read: {failure.Message}", failure);
        }
    }

    private static string? Next(string file, StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BadInputException(file, $"cannot be read: {failure.Message}", failure);
        }
    }
}
