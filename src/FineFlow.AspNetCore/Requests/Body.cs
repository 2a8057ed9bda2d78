using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Requests;

/// <summary>A request's body.</summary>
internal static class Body
{
    /// <summary>All of it. Memory is taken for what has come, not for what was announced; the server's limit is on both.</summary>
    public static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        return bytes.ToArray();
    }
}
