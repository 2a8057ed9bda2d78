using Answer = System.Func<
    FineFlow.Ingest.Tests.Downloads.LoopbackServer.Request,
    FineFlow.Ingest.Tests.Downloads.LoopbackServer.Reply,
    System.Threading.Tasks.Task>;

namespace FineFlow.Ingest.Tests.Downloads;

/// <summary>What servers say, the good ones and the others.</summary>
internal static class Answers
{
    /// <summary>As the book has it: the whole, or the rest of it if the client has the beginning of the same file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="tag">Its ETag.</param>
    /// <param name="most">Bytes after which it breaks off.</param>
    public static Answer Good(byte[] content, string tag = "\"a\"", int most = int.MaxValue) => async (request, reply) =>
    {
        var from = request.From is { } start && request.Header("If-Range") == tag ? start : 0;
        if (from >= content.Length)
        {
            await reply.Head("416 Range Not Satisfiable", $"Content-Range: bytes */{content.Length}", "Content-Length: 0");
            return;
        }

        string[] range = from > 0 ? [$"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}"] : [];
        await reply.Head(
            from > 0 ? "206 Partial Content" : "200 OK", [$"Content-Length: {content.Length - from}", $"ETag: {tag}", .. range]);
        await reply.Bytes(content.AsMemory(from, Math.Min(most, content.Length - from)));
    };

    /// <summary>Knows nothing of ranges.</summary>
    public static Answer Whole(byte[] content, int most = int.MaxValue, string tag = "\"a\"") => async (_, reply) =>
    {
        await reply.Head("200 OK", $"Content-Length: {content.Length}", $"ETag: {tag}");
        await reply.Bytes(content.AsMemory(0, Math.Min(most, content.Length)));
    };

    public static Answer Status(string status, params string[] headers) =>
        (_, reply) => reply.Head(status, ["Content-Length: 0", .. headers]);

    /// <summary>Sends a beginning, then nothing, with the line open.</summary>
    public static Answer Stalls(byte[] content, int after) => async (_, reply) =>
    {
        await reply.Head("200 OK", $"Content-Length: {content.Length}", "ETag: \"a\"");
        await reply.Bytes(content.AsMemory(0, after));
        await reply.Silence();
    };
}
