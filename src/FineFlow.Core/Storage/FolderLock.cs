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

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
