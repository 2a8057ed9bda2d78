using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>
/// Ends gRPC calls at the time limit. The framework's own middleware cancels them, but gRPC would wait for a message whose end does not
/// come, and it answers by itself, with a status that does not tell why.
/// </summary>
internal sealed class LateCallMiddleware(RequestDelegate next, IOptions<FineFlowOptions> options)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!GrpcProblem.IsCall(http))
        {
            await next(http);
            return;
        }

        var limit = http.Features.Get<IHttpRequestTimeoutFeature>()?.RequestTimeoutToken ?? CancellationToken.None;
        await using (limit.Register(() => StopReading(http)))
        {
            await next(http);
        }

        if (limit.IsCancellationRequested && !http.Response.HasStarted)
        {
            GrpcProblem.Write(http, TimeLimit.Exceeded(options.Value));
        }
    }

    private static void StopReading(HttpContext http)
    {
        try
        {
            http.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client has left at the same moment, and nothing is read any more.
        }
    }
}
