using FineFlow.Serving.Engine;
using FineFlow.Serving.Problems;
using FineFlow.Serving.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.Serving.Hosting;

/// <summary>
/// Refuses requests for inference while the queue is full, before anything of them is read. Under overload this is most of them: it must
/// cost next to nothing, so nothing is thrown.
/// </summary>
internal sealed class RoomMiddleware(RequestDelegate next, InferenceEngine engine, ModelRegistry registry)
{
    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null
        && registry.Models.TryGetValue($"{http.GetRouteValue("model")}", out var model)
        && !engine.HasRoom(model.Stable)
            ? ProblemMiddleware.WriteAsync(http, Problem.Of(engine.Refuse()))
            : next(http);

    /// <summary>Is on the endpoints that infer.</summary>
    public sealed record Mark;
}

/// <summary>Marks endpoints.</summary>
internal static class RoomMiddlewareExtensions
{
    /// <summary>The endpoint infers: while the queue is full it is not reached.</summary>
    public static TBuilder NeedsRoom<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RoomMiddleware.Mark());
}
