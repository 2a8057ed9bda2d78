using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>
/// The file of a zip archive. Limits how much listing the archive may read, since a hostile list would fill the memory.
/// </summary>
internal sealed class ArchiveFile : FileStream
{
    // About 30,000 entries with names of 100 characters.
    private const long ListBytes = 4 << 20;
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private long _left = ListBytes;

    private ArchiveFile(string path)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize) => _path = path;

    /// <summary>Opens an archive to read its list.</summary>
    /// <exception cref="BadInputException">The file does not exist or cannot be opened.</exception>
    public static ArchiveFile OpenForListing(string path)
    {
        try
        {
            return new(path);
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

    /// <summary>Ends the limit after the list was read.</summary>
    public void EndListing() => _left = long.MaxValue;

    public override int Read(Span<byte> buffer) => Counted(base.Read(buffer));

    public override int Read(byte[] buffer, int offset, int count) => Counted(base.Read(buffer, offset, count));

    private int Counted(int count)
    {
        _left -= count;
        return _left >= 0
            ? count
            : throw new BadInputException(_path, $"has a list of entries of more than {ListBytes} bytes; that is no archive of a dataset");
    }
}
