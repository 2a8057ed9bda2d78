using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Problems;

/// <summary>An error as a gRPC client sees it: a status with the same words, and what HTTP has in headers as metadata.</summary>
internal static class GrpcProblem
{
    private const string MediaType = "application/grpc", ErrorId = "error-id";

    /// <summary>When it is worth asking again, in milliseconds, as clients that retry by themselves read it.</summary>
    private const string RetryAfter = "grpc-retry-pushback-ms";

    /// <summary>Whether a request is a call of one of FineFlow's gRPC services.</summary>
    public static bool IsCall(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<GrpcStyle>() is not null
        && http.Request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The exception by which a service's method answers with an error.</summary>
    public static RpcException Exception(HttpContext http, Problem problem)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in MetadataOf(http, problem))
        {
            metadata.Add(name, value);
        }

        return new(new Status(CodeOf(problem), problem.Detail), metadata);
    }

    /// <summary>Answers a call before it reaches a service: the answer is a status alone, which gRPC puts into the headers.</summary>
    public static void Write(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = MediaType;
        var headers = http.Response.Headers;
        headers["grpc-status"] = ((int)CodeOf(problem)).ToString(CultureInfo.InvariantCulture);
        headers["grpc-message"] = Uri.EscapeDataString(problem.Detail);
        foreach (var (name, value) in MetadataOf(http, problem))
        {
            headers[name] = value;
        }
    }

    private static StatusCode CodeOf(Problem problem) => problem.Status switch
    {
        _ when problem.IsLate => StatusCode.DeadlineExceeded,
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.NotFound,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
        >= StatusCodes.Status500InternalServerError => StatusCode.Internal,
        _ => StatusCode.InvalidArgument,
    };

    private static IEnumerable<(string Name, string Value)> MetadataOf(HttpContext http, Problem problem)
    {
        yield return (ErrorId, http.TraceIdentifier);
        if (problem.RetryAfter is { } later)
        {
            yield return (RetryAfter, Math.Ceiling(later.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>The metadata of endpoints of gRPC services.</summary>
internal sealed record GrpcStyle;
