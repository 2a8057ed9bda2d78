using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>
/// Refuses requests with query parameters that the endpoint does not know: a misspelt one would be without effect unseen.
/// </summary>
internal sealed class QueryMiddleware(RequestDelegate next)
{
    private const int LongestName = 64;

    public Task InvokeAsync(HttpContext http) =>
        http.Request.QueryString.HasValue
        && http.GetEndpoint()?.Metadata.GetMetadata<KnownQuery>() is { } known
        && http.Request.Query.Keys.FirstOrDefault(name => !known.Names.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? ProblemMiddleware.WriteAsync(http, Refusal(unknown, known.Names))
            : next(http);

    private static Problem Refusal(string name, IReadOnlyList<string> known)
    {
        var shown = name.Length > LongestName ? name[..LongestName] + "…" : name;
        var expected = known.Count == 0
            ? "none is expected here"
            : $"expected {string.Join(", ", known)}{NearestName.Question(shown, known)}";
        return new(StatusCodes.Status400BadRequest, $"'{shown}' is not a known query parameter; {expected}", shown);
    }
}

/// <summary>The query parameters that an endpoint knows. Endpoints without it are not of this API, and take any.</summary>
internal sealed record KnownQuery(IReadOnlyList<string> Names);

/// <summary>Declares the query parameters of endpoints.</summary>
internal static class QueryExtensions
{
    /// <summary>Declares all query parameters of an endpoint or a group. What an endpoint declares replaces what its group does.</summary>
    public static TBuilder WithQuery<TBuilder>(this TBuilder builder, params IEnumerable<string> names)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new KnownQuery([.. names]));
}
