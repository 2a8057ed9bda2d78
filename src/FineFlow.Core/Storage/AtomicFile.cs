namespace FineFlow.Core.Storage;

/// <summary>Files that appear whole or not at all: written beside their place, flushed to the disk, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Ending of the files that are still being written.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Writes a file through <paramref name="write"/>; a failure leaves the old file, or none, and no temporary one.</summary>
    /// <exception cref="BadInputException">The folder cannot be written or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, static (stream, write) => write(stream));

    /// <summary>
    /// Writes several files at once; none appears before all are complete. A failure leaves no temporary file, and the files as they were.
    /// </summary>
    /// <param name="paths">The files, each another.</param>
    /// <param name="write">Writes them, through streams in the order of <paramref name="paths"/>.</param>
    /// <exception cref="BadInputException">A folder cannot be written or the disk is full.</exception>
    public static void WriteAll(IReadOnlyList<string> paths, Action<IReadOnlyList<Stream>> write)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(write);
        Nest([]);

        void Nest(IReadOnlyList<Stream> open)
        {
            if (open.Count == paths.Count)
            {
                write(open);
                foreach (var stream in open)
                {
                    stream.Flush(); // a full disk shows before the first file appears
                }

                return;
            }

            Write(paths[open.Count], stream => Nest([.. open, stream]));
        }
    }

    /// <summary>Writes content that a lambda cannot capture, such as a span.</summary>
    /// <exception cref="BadInputException">The folder cannot be written or the disk is full.</exception>
    public static void Write<T>(string path, T content, Action<Stream, T> write)
        where T : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(write);
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid():N}{TemporaryEnding}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream, content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new BadInputException(path, $"cannot be written: {failure.Message}", failure);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Refuses a place that cannot be written, before long work is done for it.</summary>
    /// <exception cref="BadInputException">The folder cannot be written, or the path is a folder.</exception>
    public static void RequireWritable(string path)
    {
        if (Directory.Exists(path))
        {
            throw new BadInputException(path, "cannot be written: it is a folder");
        }

        var probe = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}{TemporaryEnding}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(probe)!);
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="BadInputException">The folder cannot be written or the disk is full.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The write's own failure is what the caller needs to hear; a left-over .tmp file harms nothing.
        }
    }
}
