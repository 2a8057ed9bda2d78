using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace FineFlow.AspNetCore.Admission;

/// <summary>A caller's key, as a hash: the time of comparing hashes does not tell how much of a key was right.</summary>
internal sealed class ApiKey : IDisposable
{
    private const int Shortest = 16;
    private const string RateName = "rate", DailyName = "daily";

    private readonly byte[] _hash;
    private readonly RateLimiter? _rate, _daily;
    private readonly (int? Rate, int? Daily) _quota;

    private ApiKey(string key, int? rate, int? daily)
    {
        (_hash, _quota) = (Hash(key), (rate, daily));
        _rate = rate is { } aSecond ? new TokenBucketRateLimiter(RateLimit.ASecond(aSecond)) : null;
        _daily = daily is { } aDay
            ? new FixedWindowRateLimiter(new() { PermitLimit = aDay, Window = TimeSpan.FromDays(1), QueueLimit = 0 })
            : null;
    }

    /// <summary>What the line of a key file must be.</summary>
    public static string Expected { get; } =
        $"a key a line of at least {Shortest} characters without spaces, behind it {RateName}=N and {DailyName}=N where it has quotas";

    /// <summary>Reads a line of a key file: KEY, then <c>rate=N</c> requests a second and <c>daily=N</c> requests in 24 hours.</summary>
    /// <returns>Null where the line is something else.</returns>
    public static ApiKey? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var quotas = words.Skip(1).Select(Quota).ToList();
        var areSound = quotas.TrueForAll(quota => quota is not null) && quotas.DistinctBy(quota => quota?.Name).Count() == quotas.Count;
        return words[0].Length >= Shortest && areSound
            ? new(words[0], Find(RateName), Find(DailyName))
            : null;

        int? Find(string name) => quotas.Find(quota => quota?.Name == name)?.Number;
    }

    /// <summary>Returns the hash of what a caller sends as a key.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether this is the key of a hash; takes the same time for all.</summary>
    public bool Is(byte[] hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    /// <summary>Whether another is the same key with the same quotas.</summary>
    public bool IsLike(ApiKey other) => Is(other._hash) && _quota == other._quota;

    /// <summary>Counts a request.</summary>
    /// <returns>Null where the quotas admit it; otherwise what is exceeded, and when it is worth asking again.</returns>
    public (string Reason, TimeSpan RetryAfter)? Count() =>
        Count(_rate, "more than {0} requests a second with this key", _quota.Rate)
        ?? Count(_daily, "more than {0} requests in 24 hours with this key", _quota.Daily);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rate?.Dispose();
        _daily?.Dispose();
    }

    private static (string, TimeSpan)? Count(RateLimiter? limiter, string reason, int? limit)
    {
        using var lease = limiter?.AttemptAcquire();
        return lease is null or { IsAcquired: true }
            ? null
            : (
                string.Format(CultureInfo.InvariantCulture, reason, limit),
                lease.TryGetMetadata(MetadataName.RetryAfter, out var later) ? later : TimeSpan.FromSeconds(1));
    }

    private static (string Name, int Number)? Quota(string word)
    {
        var parts = word.Split('=');
        return parts is [RateName or DailyName, var text]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (parts[0], number)
            : null;
    }
}
