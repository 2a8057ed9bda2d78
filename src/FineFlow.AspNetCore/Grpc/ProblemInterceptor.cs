using FineFlow.AspNetCore.Problems;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>Turns the failures of a service's methods into statuses, as <see cref="ProblemMiddleware"/> does for other routes.</summary>
internal sealed class ProblemInterceptor(ILogger<ProblemMiddleware> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw Translate(failure, context.GetHttpContext());
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw Translate(failure, context.GetHttpContext());
        }
    }

    private RpcException Translate(Exception failure, HttpContext http) =>
        // The client has left or its deadline has passed, and nobody reads this status; or LateCallMiddleware says another.
        failure is OperationCanceledException || ProblemMiddleware.HasLeft(failure, http)
            ? new RpcException(Status.DefaultCancelled)
            : GrpcProblem.Exception(http, ProblemMiddleware.Describe(failure, http, logger));
}
