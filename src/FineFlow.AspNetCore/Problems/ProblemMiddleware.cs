using System.Globalization;
using System.Text.Json;
using FineFlow.AspNetCore.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Problems;

/// <summary>Turns failures into answers; unforeseen ones go to the log in full.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (HasLeft(failure, http))
        {
            // The client has left, or the time limit's own middleware answers.
            throw;
        }
        catch (Exception failure)
        {
            var problem = Describe(failure, http, logger);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            await WriteAsync(http, problem);
        }
    }

    /// <summary>Returns what a failure is to the caller; the log has unforeseen ones in full.</summary>
    public static Problem Describe(Exception failure, HttpContext http, ILogger logger)
    {
        var problem = Problem.Of(failure);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            LogFailure(logger, failure, http.TraceIdentifier);
        }

        return problem;
    }

    /// <summary>
    /// Whether a failure comes of a client that left, or of the time limit. The reading of a body may fail before the request is marked as
    /// aborted.
    /// </summary>
    public static bool HasLeft(Exception failure, HttpContext http) =>
        failure is ConnectionResetException
        || (failure is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested);

    /// <summary>Describes a failure that has a status alone, such as that of an address that is not there.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context) => WriteAsync(
        context.HttpContext, new Problem(context.HttpContext.Response.StatusCode, Hint(context.HttpContext)));

    /// <summary>
    /// Writes a problem as the answer: as a status to a gRPC call, as the Open Inference Protocol has it below its routes, by RFC 9457
    /// elsewhere.
    /// </summary>
    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        if (GrpcProblem.IsCall(http))
        {
            GrpcProblem.Write(http, problem);
            return;
        }

        // What comes in as JSON also goes out as nothing else, whatever a browser would make of it.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } later)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(later.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var (body, type) = IsOpenInference(http)
            ? (
                JsonSerializer.SerializeToUtf8Bytes(new { Error = problem.Detail, ErrorId = http.TraceIdentifier }, ApiJson.Options),
                "application/json")
            : (
                JsonSerializer.SerializeToUtf8Bytes(problem with { ErrorId = http.TraceIdentifier }, ApiJson.Options),
                "application/problem+json");
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            // Not with the request's own token: where its time is up, that is cancelled already.
            await http.Response.Body.WriteAsync(body);
        }
    }

    /// <summary>
    /// Whether a route is one of the protocol's or, where there is none at an address, whether the address begins as they do.
    /// </summary>
    private static bool IsOpenInference(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<OpenInferenceStyle>() is not null
        || (http.GetEndpoint() is not RouteEndpoint && http.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal));

    private static string Hint(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at {http.Request.Path}",
        StatusCodes.Status415UnsupportedMediaType => $"Content-Type '{http.Request.ContentType}' is not expected at {http.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not expected at {http.Request.Path}",
        var status => ReasonPhrases.GetReasonPhrase(status),
    };

    [LoggerMessage(LogLevel.Error, "Request {ErrorId} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string errorId);
}

/// <summary>The metadata of routes of the Open Inference Protocol, which words errors in a way of its own.</summary>
internal sealed record OpenInferenceStyle;
