using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.Server.Admission;

/// <summary>
/// Refuses requests for inference while the queue is full, before anything of them is read. Under overload this is most of them: it must
/// cost next to nothing, so nothing is thrown.
/// </summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, InferenceEngine engine, ModelRegistry registry)
{
    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null
        && registry.Models.TryGetValue($"{http.GetRouteValue("model")}", out var model)
        && !engine.HasCapacity(model.Stable)
            ? ProblemMiddleware.WriteAsync(http, Problem.Of(engine.Refuse()))
            : next(http);

    /// <summary>Is on the endpoints that infer.</summary>
    public sealed record Mark;
}

/// <summary>Marks endpoints.</summary>
internal static class AdmissionExtensions
{
    /// <summary>The endpoint infers: while the queue is full it is not reached.</summary>
    public static TBuilder RequireCapacity<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AdmissionMiddleware.Mark());
}
