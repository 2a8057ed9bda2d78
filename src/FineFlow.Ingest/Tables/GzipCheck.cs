using System.IO.Compression;
using System.Security.Cryptography;
using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Checks that a gzip file is complete. The decompressor verifies each member's checksum and length, but takes a truncated file, or one
/// that continues with other data, for a shorter file. Here a member of random bytes is appended; it is read back only if nothing but whole
/// members precede it.
/// </summary>
internal static class GzipCheck
{
    private const int MarkBytes = 16;
    private const int BufferBytes = 1 << 16;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="compressed">The stream.</param>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="BadInputException">The stream is truncated or damaged.</exception>
    public static void Verify(Stream compressed, string file, CancellationToken cancellationToken)
    {
        var mark = RandomNumberGenerator.GetBytes(MarkBytes);
        using var marked = new ChainedStream(compressed, Member(mark));
        using var expanded = new GZipStream(marked, CompressionMode.Decompress);
        try
        {
            if (!Tail(expanded, cancellationToken).AsSpan().SequenceEqual(mark))
            {
                throw new BadInputException(
                    file, "is cut or damaged: its gzip data end in the middle, or something else follows them; get the file again");
            }
        }
        catch (InvalidDataException failure)
        {
            throw new BadInputException(
                file, "is cut or damaged: its gzip data do not have the checksum that they state; get the file again", failure);
        }
    }

    private static MemoryStream Member(byte[] content)
    {
        var member = new MemoryStream();
        using (var writer = new GZipStream(member, CompressionLevel.NoCompression, leaveOpen: true))
        {
            writer.Write(content);
        }

        member.Position = 0;
        return member;
    }

    /// <summary>Returns the last bytes of a stream.</summary>
    private static byte[] Tail(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[MarkBytes + BufferBytes];
        var kept = 0;
        while (stream.Read(buffer, kept, BufferBytes) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var filled = kept + read;
            kept = Math.Min(filled, MarkBytes);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }

        return buffer[..kept];
    }
}
