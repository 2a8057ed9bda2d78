using System.Text;
using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>Describes the beginning of a file that is no zip archive, for a helpful message: often it is a web page.</summary>
internal static class ArchiveStart
{
    private const int Shown = 16;

    public static void Check(FileStream file, string path, ArchiveLimits limits)
    {
        if (file.Length > limits.TotalBytes)
        {
            throw new BadInputException(path, $"{file.Length} bytes long; at most {limits.TotalBytes} are expected");
        }

        Span<byte> start = stackalloc byte[Shown];
        start = start[..file.ReadAtLeast(start, Shown, throwOnEndOfStream: false)];
        if (!start.StartsWith("PK"u8))
        {
            throw new BadInputException(path, $"is no zip archive: it begins with '{Printable(start)}'");
        }

        file.Position = 0;
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7f ? (char)value : '.');
        }

        return text.ToString();
    }
}
