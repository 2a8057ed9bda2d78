using FineFlow.Core;

namespace FineFlow.Ingest.Archives;

/// <summary>
/// The file that a zip archive lies in. Listing an archive may read only so much of it, or a hostile list would fill the memory.
/// </summary>
internal sealed class ArchiveFile : FileStream
{
    // Some 30,000 entries with names of 100 characters.
    private const long ListBytes = 4 << 20;
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private long _left = ListBytes;

    private ArchiveFile(string path)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize) => _path = path;

    /// <exception cref="BadInputException">There is no such file, or it cannot be opened.</exception>
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

    /// <summary>The list is read: from now on entries are.</summary>
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
