namespace FineFlow.Core.Storage;

/// <summary>Files besides the results in a folder: the lock, and unfinished files of killed processes.</summary>
internal static class TemporaryFiles
{
    /// <summary>Returns whether a file is a lock or a temporary file of <see cref="AtomicFile"/> (NAME.GUID.tmp).</summary>
    public static bool Is(string path) => Path.GetFileName(path) == FolderLock.FileName || IsTemporary(path);

    /// <summary>Returns whether a path is free for a new folder: it does not exist, or holds only temporary files.</summary>
    public static bool IsAllIn(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(Is));

    /// <summary>Returns whether a file has the name of an unfinished file of <see cref="AtomicFile"/>.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetExtension(path) == AtomicFile.TemporaryEnding
        && Guid.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.'), "N", out _);
}
