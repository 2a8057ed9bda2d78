using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>
/// The expanded bytes of an archive's entry. Returns no byte beyond the stated length, and the end only if length and checksum are correct.
/// Otherwise throws a <see cref="BadInputException"/>.
/// </summary>
internal sealed class CheckedEntryStream(Stream inner, long promised, uint checksum, string source) : ReadOnlyStream
{
    private long _given;
    private uint _checksum;

    public override int Read(Span<byte> buffer)
    {
        var count = ReadInner(buffer);
        if (count == 0 && !buffer.IsEmpty)
        {
            CheckWhole();
        }

        _given += count;
        if (_given > promised)
        {
            throw new BadInputException(source, $"expands to more than the {promised} bytes that its archive states");
        }

        _checksum = Crc32.Append(_checksum, buffer[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (Exception failure) when (CheckedArchive.IsBroken(failure))
        {
            throw new BadInputException(source, $"cannot be expanded: {failure.Message}", failure);
        }
    }

    private void CheckWhole()
    {
        if (_given != promised)
        {
            throw new BadInputException(source, $"expands to {_given} bytes; its archive states {promised}");
        }

        if (_checksum != checksum)
        {
            throw new BadInputException(source, $"is damaged: its checksum is {_checksum:x8}, its archive states {checksum:x8}");
        }
    }
}
