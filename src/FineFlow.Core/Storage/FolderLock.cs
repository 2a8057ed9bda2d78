namespace FineFlow.Core.Storage;

/// <summary>Keeps a second process from writing into the same folder. The system lets go of it when the process ends, however it ends.</summary>
public sealed class FolderLock : IDisposable
{
    /// <summary>Name of the file that is locked.</summary>
    public const string FileName = ".lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, making it where it is missing.</summary>
    /// <exception cref="BadInputException">Another process has it, or it cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, $"cannot be written: {failure.Message}", failure);
        }

        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new BadInputException(folder, $"cannot be written: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new BadInputException(folder, "is in use by another process; wait for it or stop it", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
