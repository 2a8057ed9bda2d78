using System.Threading.RateLimiting;
using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace FineFlow.AspNetCore.Admission;

/// <summary>So many requests a second for each address, in bursts of as many.</summary>
internal static class RateLimit
{
    private const int TurnsASecond = 10;

    public static void Configure(RateLimiterOptions limiter, int rate)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = rate,
                TokensPerPeriod = ATurn(rate),
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)ATurn(rate) / rate),
                QueueLimit = 0,
            }));
        limiter.OnRejected = (rejected, _) => new ValueTask(ProblemMiddleware.WriteAsync(
            rejected.HttpContext,
            new Problem(
                StatusCodes.Status429TooManyRequests,
                $"more than {rate} requests a second from one address")
            { RetryAfter = TimeSpan.FromSeconds(1) }));
    }

    private static int ATurn(int rate) => Math.Max(1, rate / TurnsASecond);
}
