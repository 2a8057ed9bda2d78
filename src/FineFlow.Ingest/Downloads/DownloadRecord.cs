using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Ingest.Downloads;

/// <summary>
/// Identity of a fetched file on first use, stored beside it (P1.zip.json). The file must match it from then on.
/// </summary>
/// <param name="Source">Its origin.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256 in hex.</param>
internal sealed record DownloadRecord(string Source, long Size, string Sha256)
{
    private const int LongestFile = 1 << 16;

    /// <summary>Returns the path of the record beside a file.</summary>
    public static string PathOf(string file) => $"{file}.json";

    /// <summary>Reads the record beside a file; returns null without one.</summary>
    /// <exception cref="BadInputException">The record cannot be read.</exception>
    public static DownloadRecord? Find(string file)
    {
        var path = PathOf(file);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new FileInfo(path).Length <= LongestFile && JsonSerializer.Deserialize(
                File.ReadAllText(path), DownloadJson.Default.DownloadRecord) is { } record
                ? record
                : throw new BadInputException(path, "is no record of a download; source, size and sha256 are expected");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, "is no record of a download; source, size and sha256 are expected", failure);
        }
    }

    /// <summary>Writes the record beside a file.</summary>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public void Write(string file) =>
        AtomicFile.WriteText(PathOf(file), JsonSerializer.Serialize(this, DownloadJson.Default.DownloadRecord) + "\n");

    /// <summary>Compares a file with its record.</summary>
    /// <param name="file">The file's name, for the message.</param>
    /// <param name="now">The file's current identity.</param>
    /// <exception cref="BadInputException">They differ.</exception>
    public void Verify(string file, FileIdentity now)
    {
        if (now.Size != Size)
        {
            throw new BadInputException(file, $"is {now.Size} bytes long; {PathOf(file)} has recorded {Size} when it was first fetched");
        }

        if (!now.Sha256.Equals(Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadInputException(file, $"has SHA-256 {now.Sha256}; {PathOf(file)} has recorded {Sha256} when it was first fetched");
        }
    }
}
