using FineFlow.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace FineFlow.AspNetCore.Admission;

/// <summary>The keys of callers. They follow their file: one that is written anew counts within seconds, without a restart.</summary>
internal sealed partial class ApiKeys : IDisposable
{
    private const string Scheme = "Bearer ";

    private readonly ILogger _logger = NullLogger.Instance;
    private readonly PhysicalFileProvider? _files;
    private readonly IDisposable? _watch;

    /// <summary>The keys; null where every caller is admitted.</summary>
    private volatile IReadOnlyList<ApiKey>? _keys;

    private ApiKeys()
    {
    }

    private ApiKeys(string path, ILogger logger)
    {
        (_logger, _keys) = (logger, Parse(path));
        var file = new FileInfo(path);

        // Polled: mounted secrets are links that change places, of which the system's own notices do not tell.
        _files = new PhysicalFileProvider(file.DirectoryName!, ExclusionFilters.None)
        {
            UsePollingFileWatcher = true,
            UseActivePolling = true,
        };
        _watch = ChangeToken.OnChange(() => _files.Watch(file.Name), () => Renew(path));
    }

    /// <summary>No keys: every caller is admitted.</summary>
    public static ApiKeys None { get; } = new();

    /// <summary>
    /// Reads a file of keys, and again whenever it changes; a changed file that is not sound changes nothing, and the log says so. Empty
    /// lines and those that begin with # are passed over.
    /// </summary>
    /// <exception cref="BadInputException">It cannot be read, holds no key, or one that can be guessed.</exception>
    public static ApiKeys Follow(string path, ILogger logger) => new(path, logger);

    /// <summary>Whether callers need a key.</summary>
    public bool AreNeeded => _keys is not null;

    /// <summary>Returns the key that a request carries, <c>Authorization: Bearer KEY</c>; null where it carries none of them.</summary>
    public ApiKey? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (_keys is not { } keys || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var hash = ApiKey.Hash(header[Scheme.Length..].Trim());
        return keys.Aggregate((ApiKey?)null, (found, key) => key.Is(hash) ? key : found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _files?.Dispose();
        foreach (var key in _keys ?? [])
        {
            key.Dispose();
        }
    }

    /// <summary>Takes over the file's keys; those that were there keep count of their quotas.</summary>
    private void Renew(string path)
    {
        try
        {
            var before = _keys!;
            _keys = [.. Parse(path).Select(key => before.FirstOrDefault(key.IsLike) ?? key)];
            LogRenewed(_logger, path, _keys.Count, before.Count);
        }
        catch (BadInputException refusal)
        {
            LogRefused(_logger, refusal.Message);
        }
    }

    private static List<ApiKey> Parse(string path)
    {
        try
        {
            var lines = File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
            var keys = lines.Select(ApiKey.Parse).ToList();
            return keys.Count > 0 && !keys.Contains(null)
                ? [.. keys.OfType<ApiKey>()]
                : throw new BadInputException(path, $"{ApiKey.Expected} is expected");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    [LoggerMessage(LogLevel.Information, "{File} was written anew: {Count} keys count now, {Before} before")]
    private static partial void LogRenewed(ILogger logger, string file, int count, int before);

    [LoggerMessage(LogLevel.Error, "The keys stay as they are: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
