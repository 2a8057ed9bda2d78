namespace FineFlow.Core.Storage;

/// <summary>
/// Keeps a second process from writing into the same folder. The system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>Name of the file that is locked. It stays in the folder, where it harms nothing.</summary>
    public const string FileName = ".lock";

    private readonly FileLock _file;

    private FolderLock(FileLock file) => _file = file;

    /// <summary>Takes the folder, making it where it is missing.</summary>
    /// <exception cref="BadInputException">Another process has it, or it cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return FileLock.TryTake(Path.Combine(folder, FileName)) is { } file
                ? new(file)
                : throw new BadInputException(folder, "is in use by another process; wait for it or stop it");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, $"cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Whether another process has a folder, on this machine; over a network where its file system tells.</summary>
    public static bool IsTaken(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            using var file = File.Exists(path) ? FileLock.TryTake(path) : null;
            return file is null && File.Exists(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // whoever takes it hears why it cannot
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
