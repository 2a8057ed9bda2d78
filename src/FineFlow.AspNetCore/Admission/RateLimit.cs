using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>So many requests a second for each address, in bursts of as many.</summary>
/// <param name="rate">Requests a second.</param>
internal sealed class RateLimit(int rate) : IDisposable
{
    private const int TurnsASecond = 10;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        http => RateLimitPartition.GetTokenBucketLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "", _ => ASecond(rate)));

    /// <summary>Requests a second.</summary>
    public int Rate => rate;

    /// <summary>Counts a request; false where its address has asked too often.</summary>
    public bool Admit(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>So many requests a second, in bursts of as many.</summary>
    public static TokenBucketRateLimiterOptions ASecond(int rate) => new()
    {
        TokenLimit = rate,
        TokensPerPeriod = ATurn(rate),
        ReplenishmentPeriod = TimeSpan.FromSeconds((double)ATurn(rate) / rate),
        QueueLimit = 0,
    };

    private static int ATurn(int rate) => Math.Max(1, rate / TurnsASecond);
}
