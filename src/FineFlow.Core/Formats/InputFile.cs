namespace FineFlow.Core.Formats;

/// <summary>Files of others: every failure to open or read one is a <see cref="BadInputException"/> that names it.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading, unbuffered: the readers here ask for large pieces.</summary>
    public static FileStream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(path, $"no such file{NearestName.QuestionOfPath(path)}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException(path, $"cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>Opens a file, reads it and closes it.</summary>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = Open(path);
        try
        {
            return read(stream);
        }
        catch (IOException failure)
        {
            throw Unreadable(path, failure);
        }
    }

    /// <summary>Returns the failure to report where the disk gives no data.</summary>
    public static BadInputException Unreadable(string path, IOException failure) =>
        new(path, Invariant($"cannot be read: {failure.Message}"), failure);
}
