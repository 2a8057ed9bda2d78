using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Requests;

/// <summary>Lines of a body as they come.</summary>
internal static class Lines
{
    /// <summary>Reads line by line; empty lines are passed over, and the last needs no end.</summary>
    /// <param name="body">The body.</param>
    /// <param name="longest">Bytes of a line at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ProblemException">A line is longer.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        PipeReader body, long longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var line = new MemoryStream();
        for (var isCompleted = false; !isCompleted;)
        {
            var read = await body.ReadAsync(cancellationToken);
            isCompleted = read.IsCompleted;
            var bytes = read.Buffer.ToArray();

            // All of it and at once. Bytes that are still the server's when the request ends or its caller leaves count as a read that
            // goes on, and the server logs an error.
            body.AdvanceTo(read.Buffer.End);
            foreach (var (piece, isEnd) in Pieces(bytes))
            {
                Append(line, piece, longest);
                if (isEnd && Take(line) is { Length: > 0 } whole)
                {
                    yield return whole;
                }
            }
        }

        if (Take(line) is { Length: > 0 } last)
        {
            yield return last;
        }
    }

    /// <summary>The pieces between the ends of lines, and whether each is its line's last.</summary>
    private static IEnumerable<(ReadOnlyMemory<byte> Piece, bool IsEnd)> Pieces(ReadOnlyMemory<byte> bytes)
    {
        for (var end = bytes.Span.IndexOf((byte)'\n'); end >= 0; end = bytes.Span.IndexOf((byte)'\n'))
        {
            yield return (bytes[..end], true);
            bytes = bytes[(end + 1)..];
        }

        yield return (bytes, false);
    }

    private static void Append(MemoryStream line, ReadOnlyMemory<byte> piece, long longest)
    {
        if (line.Length + piece.Length > longest)
        {
            throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"a line is longer than {longest} bytes");
        }

        line.Write(piece.Span);
    }

    private static byte[] Take(MemoryStream line)
    {
        var whole = line.GetBuffer().AsSpan(0, (int)line.Length).Trim("\r \t"u8).ToArray();
        line.SetLength(0);
        return whole;
    }
}
