using System.IO.Compression;
using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>
/// A zip archive from an untrusted source. Its list is checked when it is opened, its entries while they are read. The names in it are
/// never used as paths for writing.
/// </summary>
internal sealed class CheckedArchive : IDisposable
{
    private readonly string _path;
    private readonly ZipArchive _zip;

    private CheckedArchive(string path, ZipArchive zip, IReadOnlyList<ArchiveEntry> files) => (_path, _zip, Files) = (path, zip, files);

    /// <summary>The files of the archive, without folders.</summary>
    public IReadOnlyList<ArchiveEntry> Files { get; }

    /// <summary>Opens an archive and checks its list.</summary>
    /// <exception cref="BadInputException">The file is no zip archive, or its list breaks a rule or limit.</exception>
    public static CheckedArchive Open(string path, ArchiveLimits limits)
    {
        var file = ArchiveFile.OpenForListing(path);
        try
        {
            ArchiveStart.Check(file, path, limits);
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var files = ArchiveRules.Check(zip.Entries, limits, path);
            file.EndListing();
            return new(path, zip, files);
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            file.Dispose();
            throw new BadInputException(path, $"is no whole zip archive: {failure.Message}", failure);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns whether a failure of the zip reader means that the archive is broken.</summary>
    public static bool IsBroken(Exception failure) =>
        failure is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException;

    /// <summary>Returns the name of a file for messages.</summary>
    public string NameOf(ArchiveEntry file) => $"{_path}/{file.Name}";

    /// <summary>Opens a file for reading. Its length and checksum are checked during reading.</summary>
    /// <exception cref="BadInputException">It cannot be expanded.</exception>
    public Stream Read(ArchiveEntry file)
    {
        try
        {
            return new CheckedEntryStream(file.Entry.Open(), file.Length, file.Entry.Crc32, NameOf(file));
        }
        catch (Exception failure) when (IsBroken(failure))
        {
            throw new BadInputException(NameOf(file), $"cannot be expanded: {failure.Message}", failure);
        }
    }

    public void Dispose() => _zip.Dispose();
}

/// <summary>A file in a checked archive.</summary>
/// <param name="Name">Its path in the archive, with slashes.</param>
/// <param name="Entry">The zip reader's entry.</param>
internal sealed record ArchiveEntry(string Name, ZipArchiveEntry Entry)
{
    /// <summary>Expanded size in bytes, as the archive states it.</summary>
    public long Length => Entry.Length;
}
