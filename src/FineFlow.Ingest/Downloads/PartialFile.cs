using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Ingest.Downloads;

/// <summary>
/// The bytes of an unfinished download (FILE.part), with a description (FILE.part.json). The file gets its own name only when it is
/// complete and checked. One process at a time holds it, through FILE.part.lock, which is not deleted.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target;
    private readonly string _source;
    private readonly FileLock _lock;
    private readonly FileStream _stream;

    private PartialFile(string target, string source, FileLock held)
    {
        (_target, _source, _lock) = (target, source, held);
        _stream = new(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var state = File.Exists(StatePath) ? PartialState.Parse(File.ReadAllText(StatePath)) : null;
        State = state?.Source == source ? state : null;
    }

    /// <summary>The path of the unfinished file.</summary>
    public string Path => $"{_target}.part";

    /// <summary>Description of the whole file; null where there are no usable bytes.</summary>
    public PartialState? State { get; private set; }

    /// <summary>Bytes so far.</summary>
    public long Arrived => State is null ? 0 : _stream.Length;

    private string StatePath => $"{Path}.json";

    /// <summary>Opens the bytes of an earlier attempt from the same source, or an empty file.</summary>
    /// <exception cref="BadInputException">The file cannot be written, or another process holds it.</exception>
    public static PartialFile Open(string target, string source)
    {
        FileLock? held = null;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!);
            held = FileLock.TryTake($"{target}.part.lock")
                ?? throw new BadInputException(target, "is being downloaded by another process; wait for it or stop it");
            return new(target, source, held);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new BadInputException(target, $"cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Discards all bytes and begins a file with this description.</summary>
    public void Restart(string? validator, long? total) => Writing(() =>
    {
        _stream.SetLength(0);
        State = new(_source, validator, total);
        AtomicFile.WriteText(StatePath, State.ToJson());
    });

    /// <summary>Appends bytes.</summary>
    /// <exception cref="BadInputException">The disk is full or fails.</exception>
    public void Append(ReadOnlyMemory<byte> bytes) => Writing(() =>
    {
        _stream.Seek(0, SeekOrigin.End);
        _stream.Write(bytes.Span);
    });

    /// <summary>Flushes the complete file to the disk, so that it can be checked under <see cref="Path"/>.</summary>
    /// <exception cref="BadInputException">The disk is full or fails.</exception>
    public void Close() => Writing(() =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    });

    /// <summary>Renames the checked file to its own name.</summary>
    /// <exception cref="BadInputException">It cannot be renamed.</exception>
    public void Complete() => Writing(() =>
    {
        File.Move(Path, _target, overwrite: true);
        File.Delete(StatePath);
    });

    /// <summary>Deletes the bytes so far, which are unusable.</summary>
    public void Discard() => Writing(() =>
    {
        _stream.Dispose();
        File.Delete(Path);
        File.Delete(StatePath);
    });

    /// <summary>Closes the file. The bytes so far are kept for another attempt.</summary>
    public void Dispose()
    {
        if (_stream.CanWrite && _stream.Length == 0)
        {
            Discard();
        }

        _stream.Dispose();
        _lock.Dispose();
    }

    private void Writing(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(Path, $"cannot be written: {failure.Message}", failure);
        }
    }
}
