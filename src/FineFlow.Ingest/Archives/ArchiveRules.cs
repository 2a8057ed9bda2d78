using System.IO.Compression;
using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>Validates the list of a zip archive.</summary>
internal static class ArchiveRules
{
    private const int UnixTypeShift = 16;
    private const int UnixTypeMask = 0xF000;
    private const int UnixFile = 0x8000;
    private const int UnixFolder = 0x4000;

    /// <summary>Validates the entries and returns the files.</summary>
    /// <exception cref="BadInputException">An entry does not belong into a dataset's archive; the message names it.</exception>
    public static IReadOnlyList<ArchiveEntry> Check(IReadOnlyCollection<ZipArchiveEntry> entries, ArchiveLimits limits, string path)
    {
        if (entries.Count > ArchiveLimits.Entries)
        {
            throw new BadInputException(path, $"has {entries.Count} entries; at most {ArchiveLimits.Entries} are expected");
        }

        foreach (var entry in entries)
        {
            CheckEntry(entry, limits, path);
        }

        var total = entries.Sum(entry => entry.Length);
        if (total > limits.TotalBytes)
        {
            throw new BadInputException(path, $"expands to {total} bytes; at most {limits.TotalBytes} are expected (a zip bomb?)");
        }

        var files = entries.Select(entry => new ArchiveEntry(EntryName.Normalized(entry.FullName), entry))
            .Where(file => !file.Name.EndsWith('/'))
            .ToArray();
        var twice = files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? files : throw Refuse(path, twice.Key, "is there twice; each name once is expected");
    }

    private static void CheckEntry(ZipArchiveEntry entry, ArchiveLimits limits, string path)
    {
        var name = EntryName.Normalized(entry.FullName);
        if (EntryName.Problem(name) is { } problem)
        {
            throw Refuse(path, name, problem);
        }

        if (entry.IsEncrypted)
        {
            throw Refuse(path, name, "is encrypted; an archive without a password is expected");
        }

        if (((entry.ExternalAttributes >> UnixTypeShift) & UnixTypeMask) is not (0 or UnixFile or UnixFolder))
        {
            throw Refuse(path, name, "is a link or a device; plain files and folders are expected");
        }

        if (entry.Length > limits.EntryBytes)
        {
            throw Refuse(path, name, $"expands to {entry.Length} bytes; at most {limits.EntryBytes} are expected (a zip bomb?)");
        }

        if (entry.Length > ArchiveLimits.SmallEntry && entry.Length / limits.Ratio > entry.CompressedLength)
        {
            throw Refuse(
                path, name,
                $"expands from {entry.CompressedLength} to {entry.Length} bytes; at most {limits.Ratio}-fold is expected (a zip bomb?)");
        }
    }

    private static BadInputException Refuse(string path, string name, string problem) =>
        new(path, $"entry '{EntryName.Shown(name)}' {problem}");
}
