using FineFlow.Core;
using FineFlow.Ingest.Archives;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>An archive or folder with files of TaxiBJ.</summary>
internal sealed class PublishedFiles : IDisposable
{
    // UrbanFM-master/data/TaxiBJ/P1/train/X.npy, and one further level.
    private const int Depth = 6;

    private readonly CheckedArchive? _archive;

    private PublishedFiles(string path, IReadOnlyList<PublishedFile> files, CheckedArchive? archive = null) =>
        (Path, Files, _archive) = (path, files, archive);

    /// <summary>The archive or folder.</summary>
    public string Path { get; }

    /// <summary>All files in it.</summary>
    public IReadOnlyList<PublishedFile> Files { get; }

    /// <summary>Opens an archive or folder.</summary>
    /// <exception cref="BadInputException">It does not exist, cannot be read, or breaks a rule for archives.</exception>
    public static PublishedFiles Open(string path) => Directory.Exists(path) ? OfFolder(path) : OfArchive(path);

    public void Dispose() => _archive?.Dispose();

    private static PublishedFiles OfArchive(string path)
    {
        var archive = CheckedArchive.Open(path, TaxiBjLimits.Archive);
        return new(
            path,
            [.. archive.Files.Select(file => new PublishedFile(file.Name, archive.NameOf(file), file.Length, () => archive.Read(file)))],
            archive);
    }

    private static PublishedFiles OfFolder(string path)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Depth,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.None,
        };
        try
        {
            return new(path, [.. new DirectoryInfo(path).EnumerateFiles("*.npy", options).Select(file => OfFile(path, file))]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be listed: {failure.Message}", failure);
        }
    }

    private static PublishedFile OfFile(string folder, FileInfo file) => new(
        System.IO.Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'),
        System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(folder, file.FullName)),
        file.Length,
        () => OpenFile(file.FullName));

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be opened: {failure.Message}", failure);
        }
    }
}

/// <summary>A file in an archive or folder.</summary>
/// <param name="Place">Its path inside, with slashes.</param>
/// <param name="Name">Its name in messages.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Open">Opens it for reading.</param>
internal sealed record PublishedFile(string Place, string Name, long Length, Func<Stream> Open);
