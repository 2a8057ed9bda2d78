namespace FineFlow.Core.Storage;

/// <summary>
/// A file that one holder at a time has open, in this process or another. The system lets go of it when the process ends, however it ends.
/// The file stays: a holder that deleted it could take it from under a process that has just opened it, and the next one would make a
/// second file of the same name. A file that is left locks nothing.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // What the system answers where another holder has the file: Windows' sharing violation, EWOULDBLOCK of Linux, of macOS.
    private const int SharingViolation = unchecked((int)0x80070020), LinuxWouldBlock = 11, MacWouldBlock = 35;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the file, making it where it is missing; null where another holder has it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException failure) when (failure.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
