using System.Buffers;
using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FineFlow.AspNetCore.Requests;

/// <summary>A request's body.</summary>
internal static class Body
{
    private const int Piece = 1 << 16;

    /// <summary>All of it. Memory is taken for what has come, not for what was announced.</summary>
    /// <exception cref="ProblemException">It is longer than the limit, or not packed as Content-Encoding says.</exception>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        var limit = http.Features.GetRequiredFeature<BodyLimit>().Bytes;
        using var bytes = new MemoryStream();
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await ReadAsync(http, piece) is var read and > 0)
            {
                if (bytes.Length + read > limit)
                {
                    throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"the body is longer than {limit} bytes");
                }

                bytes.Write(piece, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads on in a body that may be packed.</summary>
    /// <exception cref="ProblemException">What has come is not packed as Content-Encoding says.</exception>
    private static async ValueTask<int> ReadAsync(HttpContext http, Memory<byte> piece)
    {
        try
        {
            return await http.Request.Body.ReadAsync(piece, http.RequestAborted);
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            throw ProblemException.Of("Content-Encoding", "the body is not packed so, or not whole");
        }
    }
}
