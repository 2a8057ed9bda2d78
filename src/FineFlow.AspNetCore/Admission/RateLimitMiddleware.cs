using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>Refuses addresses that ask too often.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimit limit)
{
    public Task InvokeAsync(HttpContext http) => limit.Admit(http) ? next(http) : ProblemMiddleware.WriteAsync(
        http,
        new Problem(StatusCodes.Status429TooManyRequests, $"more than {limit.Rate} requests a second from one address")
        { RetryAfter = TimeSpan.FromSeconds(1) });
}
