using System.IO.Compression;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FineFlow.AspNetCore.Requests;

/// <summary>
/// Limits bodies, whatever the app's own limit is, and unpacks those that Content-Encoding says are packed. A gRPC call is a stream of
/// messages, each of which is limited by itself.
/// </summary>
internal sealed class BodyMiddleware(RequestDelegate next, IOptions<FineFlowOptions> options)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.Features.Set(new BodyLimit(options.Value.MaxBodyBytes));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } sent)
        {
            sent.MaxRequestBodySize = GrpcProblem.IsCall(http) ? null : options.Value.MaxBodyBytes;
        }

        if (http.Request.Headers.ContentEncoding.Count == 0)
        {
            await next(http);
            return;
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<PlainBody>() is not null)
        {
            throw Refusal("a stream is taken as it is: one that is packed and cut short would pass for a whole one");
        }

        await using var unpacked = Unpack(http.Request);
        http.Request.Body = unpacked;
        http.Request.Headers.Remove(HeaderNames.ContentEncoding);
        http.Request.Headers.ContentLength = null;
        await next(http);
    }

    private static Stream Unpack(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
        var other => throw Refusal($"Content-Encoding is '{other}'; gzip or br is expected"),
    };

    private static ProblemException Refusal(string problem) =>
        new(StatusCodes.Status415UnsupportedMediaType, problem, HeaderNames.ContentEncoding);
}

/// <summary>Declares that an endpoint takes no packed body.</summary>
internal sealed record PlainBody;

/// <summary>The most bytes that a body may have, once it is unpacked.</summary>
internal sealed record BodyLimit(long Bytes);
