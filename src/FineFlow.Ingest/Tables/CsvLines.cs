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

    /// <summary>Returns the encoding that a file's first bytes say; Zstandard files are UTF-8.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static CsvEncoding EncodingOf(string file)
    {
        if (!CanRead(file))
        {
            return CsvEncoding.Utf8;
        }

        using var stream = Open(file);
        Span<byte> first = stackalloc byte[2];
        return Guard(file, stream, first) == 2 && first is [0xFF, 0xFE] ? CsvEncoding.Utf16 : CsvEncoding.Utf8;
    }

    /// <summary>Returns the first lines.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static IReadOnlyList<string> First(Engine engine, string file, CsvEncoding encoding, int most)
    {
        if (CanRead(file))
        {
            return [.. Read(file, encoding == CsvEncoding.Utf16 ? Encoding.Unicode : Encoding.UTF8).Take(most)
                .Select((line, number) => number == 0 ? line.TrimStart('\uFEFF') : line)];
        }

        var first = engine.Rows(
            file,
            $"SELECT line FROM read_csv({Sql.Text(InputPaths.Literally(file))}, auto_detect = false, header = false, delim = '', "
            + "quote = '', escape = '', "
            + $"columns = {{line: 'VARCHAR'}}, strict_mode = false, ignore_errors = true) LIMIT {most}");
        return [.. first.Select(row => (row[0] as string ?? "").TrimStart('\uFEFF'))];
    }

    /// <summary>Returns the records behind the header: the engine's numbers, and the lines in which they begin, from 1.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static IEnumerable<(long Number, long Line, string Text)> Records(string file, CsvDialect dialect) =>
        from part in Lines(file, dialect)
        where !part.Continues && part.Line > dialect.LinesBeforeRows && part.Text.Length > 0
        select (part.Number, part.Line, part.Text);

    /// <summary>Returns the first line of the first of some records that covers several lines; null where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="records">The engine's numbers of the records.</param>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static long? FirstOverSeveralLines(string file, CsvDialect dialect, IReadOnlySet<long> records)
    {
        var start = 0L;
        foreach (var part in Lines(file, dialect))
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
    private static IEnumerable<(long Number, long Line, bool Continues, string Text)> Lines(string file, CsvDialect dialect)
    {
        var (number, line, open) = (0L, 0L, false);

        // One byte for each character, since lines that are no UTF-8 must be found too.
        foreach (var text in Read(file, dialect.Encoding == CsvEncoding.Utf16 ? Encoding.Unicode : Encoding.Latin1))
        {
            line++;
            var isTable = line > dialect.Skip && dialect.Delimiter != CsvDialect.Blank;
            var continues = open;
            open = isTable && (open || text.Contains('"', StringComparison.Ordinal)) && EndsWithinQuotes(text, dialect.Delimiter, open);
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

    private static int Guard(string file, Stream stream, Span<byte> first)
    {
        try
        {
            return stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BadInputException(file, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Opens the text of a file that is not Zstandard.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static Stream Open(string file)
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
