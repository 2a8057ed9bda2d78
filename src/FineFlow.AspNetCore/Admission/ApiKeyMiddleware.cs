using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>
/// Lets callers with a key through, as often as its quotas admit. Health checks and the dashboard's own files tell nothing and need none.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (!keys.AreNeeded || http.GetEndpoint()?.Metadata.GetMetadata<WithoutKeyAttribute>() is not null)
        {
            return next(http);
        }

        if (keys.Of(http.Request) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ProblemMiddleware.WriteAsync(
                http, new Problem(StatusCodes.Status401Unauthorized, "an API key is expected: Authorization: Bearer KEY", "Authorization"));
        }

        return key.Count() is var (reason, later)
            ? ProblemMiddleware.WriteAsync(http, new Problem(StatusCodes.Status429TooManyRequests, reason) { RetryAfter = later })
            : next(http);
    }
}

/// <summary>Marks what every caller may ask.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WithoutKeyAttribute : Attribute;

/// <summary>Declares which endpoints ask for no key.</summary>
internal static class ApiKeyExtensions
{
    /// <summary>Marks endpoints that every caller may ask.</summary>
    public static TBuilder WithoutKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new WithoutKeyAttribute());
}
