namespace FineFlow.Core.Storage;

/// <summary>Files besides the results in a folder: the lock, and unfinished files of killed processes.</summary>
public static class TemporaryFiles
{
    /// <summary>Whether a file is one: a lock, or a temporary file of <see cref="AtomicFile"/> (NAME.GUID.tmp).</summary>
    public static bool Is(string path) => Path.GetFileName(path) == FolderLock.FileName || IsTemporary(path);

    /// <summary>Whether a path is free for a new folder: nothing is there, or a folder with left-overs alone.</summary>
    public static bool IsAllIn(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(Is));

    /// <summary>Whether a file has the name that <see cref="AtomicFile"/> gives to what it is writing.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetExtension(path) == AtomicFile.TemporaryEnding
        && Guid.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.'), "N", out _);
}
