using System.Security.Cryptography;
using System.Text;
using FineFlow.Core;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>The keys of callers, as hashes: the time of comparing hashes does not tell how much of a key was right.</summary>
internal sealed class ApiKeys
{
    private const int Shortest = 16;
    private const string Scheme = "Bearer ";

    /// <summary>The hashes; null where every caller is admitted.</summary>
    private readonly List<byte[]>? _hashes;

    private ApiKeys(IEnumerable<string>? keys) => _hashes = keys?.Select(Hash).ToList();

    /// <summary>No keys: every caller is admitted.</summary>
    public static ApiKeys None { get; } = new(null);

    /// <summary>Reads a file with a key a line; empty lines and those that begin with # are passed over.</summary>
    /// <exception cref="BadInputException">It cannot be read, holds no key, or one that can be guessed.</exception>
    public static ApiKeys Read(string path)
    {
        try
        {
            var keys = File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
            return keys.Count > 0 && keys.TrueForAll(key => key.Length >= Shortest)
                ? new(keys)
                : throw new BadInputException(path, $"a key a line is expected, each of at least {Shortest} characters");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Whether a request carries one of the keys, <c>Authorization: Bearer KEY</c>, or needs none.</summary>
    public bool Admit(HttpRequest request)
    {
        if (_hashes is null)
        {
            return true;
        }

        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var hash = Hash(header[Scheme.Length..].Trim());
        return _hashes.Aggregate(false, (admitted, key) => admitted | CryptographicOperations.FixedTimeEquals(key, hash));
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
