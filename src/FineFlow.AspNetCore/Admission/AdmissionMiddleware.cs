using FineFlow.AspNetCore.Problems;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Admission;

/// <summary>
/// Refuses requests for inference while the queue is full, before anything of them is read. Under overload this is most of them: it must
/// cost next to nothing, so nothing is thrown.
/// </summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, InferenceEngine engine, ModelRegistry registry)
{
    private const string Model = "model";

    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Mark>() is not null
        && registry.Models.TryGetValue($"{http.GetRouteValue(Model) ?? http.Request.Query[Model]}", out var model)
        && !engine.HasCapacity(model.Stable)
            ? ProblemMiddleware.WriteAsync(http, Problem.Of(engine.Refuse()))
            : next(http);

    /// <summary>The metadata of endpoints that infer.</summary>
    public sealed record Mark;
}

/// <summary>Declares which endpoints need capacity.</summary>
internal static class AdmissionExtensions
{
    /// <summary>Marks an endpoint that infers: while the queue is full, its requests are refused before they are read.</summary>
    public static TBuilder RequireCapacity<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AdmissionMiddleware.Mark());
}
