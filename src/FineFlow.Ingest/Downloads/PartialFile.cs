using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.Ingest.Downloads;

/// <summary>
/// The part of a download that has arrived: FILE.part, with what is known of it in FILE.part.json. It never has the file's own name
/// before all of it is there and checked. One process at a time holds it, by FILE.part.lock, which stays.
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

    /// <summary>Its place until it is whole.</summary>
    public string Path => $"{_target}.part";

    /// <summary>What is known of the whole; null where nothing that lies there is of use.</summary>
    public PartialState? State { get; private set; }

    /// <summary>Bytes that have arrived.</summary>
    public long Arrived => State is null ? 0 : _stream.Length;

    private string StatePath => $"{Path}.json";

    /// <summary>Opens the part of an earlier attempt from the same source, or an empty one.</summary>
    /// <exception cref="BadInputException">It cannot be written, or another process is at it.</exception>
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

    /// <summary>Drops what has arrived: the next byte is the first of a whole that is known by this.</summary>
    public void Restart(string? validator, long? total) => Writing(() =>
    {
        _stream.SetLength(0);
        State = new(_source, validator, total);
        AtomicFile.WriteText(StatePath, State.ToJson());
    });

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="BadInputException">The disk takes no more.</exception>
    public void Append(ReadOnlyMemory<byte> bytes) => Writing(() =>
    {
        _stream.Seek(0, SeekOrigin.End);
        _stream.Write(bytes.Span);
    });

    /// <summary>All is there: brings it to the disk, where it can be checked under <see cref="Path"/>.</summary>
    /// <exception cref="BadInputException">The disk does not take it.</exception>
    public void Close() => Writing(() =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    });

    /// <summary>All is checked: gives it its name.</summary>
    /// <exception cref="BadInputException">It cannot be renamed.</exception>
    public void Complete() => Writing(() =>
    {
        File.Move(Path, _target, overwrite: true);
        File.Delete(StatePath);
    });

    /// <summary>Removes what has arrived: it is of no use, and nobody is to go on from it.</summary>
    public void Discard() => Writing(() =>
    {
        _stream.Dispose();
        File.Delete(Path);
        File.Delete(StatePath);
    });

    /// <summary>Closes it; what has arrived stays, for another attempt to go on from.</summary>
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
