using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FineFlow.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Serving.Questions;

/// <summary>Lines of a body as they come.</summary>
internal static class Lines
{
    /// <summary>Reads line by line; empty lines are passed over, and the last needs no end.</summary>
    /// <param name="body">The body.</param>
    /// <param name="longest">Bytes of a line at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ProblemException">A line is longer.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(PipeReader body, long longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var rest = read.Buffer;
            try
            {
                while (TakeLine(ref rest, read.IsCompleted) is { } line)
                {
                    if (Whole(line, longest) is { Length: > 0 } bytes)
                    {
                        yield return bytes;
                    }
                }

                Check(rest, longest);
            }
            finally
            {
                // Every read must be ended, the last one too: the server reads what is left of a body when its request is over.
                body.AdvanceTo(rest.Start, rest.End);
            }

            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    /// <summary>Takes the next line off the front; what stands behind the last end of a line is one once the body is complete.</summary>
    private static ReadOnlySequence<byte>? TakeLine(ref ReadOnlySequence<byte> rest, bool isComplete)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            var line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return line;
        }

        if (!isComplete || rest.IsEmpty)
        {
            return null;
        }

        var last = rest;
        rest = rest.Slice(rest.End);
        return last;
    }

    private static byte[] Whole(ReadOnlySequence<byte> line, long longest)
    {
        Check(line, longest);
        return line.ToArray().AsSpan().Trim("\r \t"u8).ToArray();
    }

    private static void Check(ReadOnlySequence<byte> line, long longest)
    {
        if (line.Length > longest)
        {
            throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"a line is longer than {longest} bytes");
        }
    }
}
