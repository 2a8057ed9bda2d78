using System.Globalization;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Grpc;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>
/// What holds for FineFlow's routes: errors as problems, keys, limits. It is put around the handler of each of them, and not into the
/// app's pipeline, so that no other route of the app is touched.
/// </summary>
internal static class Guards
{
    /// <summary>Guards endpoints that callers reach: time, rate and the engine's capacity are limited as well.</summary>
    public static TBuilder GuardForCallers<TBuilder>(this TBuilder builder, IEndpointRouteBuilder app)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithRequestTimeout(TimeLimit.Policy);
        return builder.Guard(app, isLimited: true);
    }

    /// <summary>Guards endpoints that the operator reaches.</summary>
    public static TBuilder GuardForOperator<TBuilder>(this TBuilder builder, IEndpointRouteBuilder app)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(app, isLimited: false);

    private static TBuilder Guard<TBuilder>(this TBuilder builder, IEndpointRouteBuilder app, bool isLimited)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
            endpoint.RequestDelegate = Around(endpoint.RequestDelegate!, app.CreateApplicationBuilder(), isLimited));
        return builder;
    }

    /// <summary>The order is that of what a refusal costs, and of what it tells: nothing is told to callers without a key.</summary>
    private static RequestDelegate Around(RequestDelegate handler, IApplicationBuilder guards, bool isLimited)
    {
        guards.Use(InvariantAsync);
        if (isLimited)
        {
            guards.UseRequestTimeouts();
        }

        guards.UseMiddleware<ProblemMiddleware>();
        guards.UseStatusCodePages(ProblemMiddleware.WriteStatusAsync);
        guards.UseMiddleware<ApiKeyMiddleware>();
        if (isLimited)
        {
            guards.UseMiddleware<RateLimitMiddleware>();
        }

        guards.UseMiddleware<QueryMiddleware>();
        if (isLimited)
        {
            guards.UseMiddleware<AdmissionMiddleware>();
        }

        guards.UseMiddleware<BodyMiddleware>();
        if (isLimited)
        {
            guards.UseMiddleware<LateCallMiddleware>();
        }

        guards.Run(handler);
        return guards.Build();
    }

    private static Task InvariantAsync(HttpContext http, RequestDelegate next)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        // What comes in as JSON also goes out as nothing else, whatever a browser would make of it.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return next(http);
    }
}
