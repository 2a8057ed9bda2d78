using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FineFlow.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FineFlow.Serving.Hosting;

/// <summary>An address that the server listens on.</summary>
/// <param name="Endpoint">IP address and port.</param>
/// <param name="Certificate">The certificate for https; null for http.</param>
internal sealed record Listener(IPEndPoint Endpoint, X509Certificate2? Certificate)
{
    public bool IsLoopback => IPAddress.IsLoopback(Endpoint.Address);

    /// <summary>Reads an address and refuses one that would let strangers in.</summary>
    /// <param name="option">The option that it comes from, for messages.</param>
    /// <param name="url">The address.</param>
    /// <param name="options">Says whether there are keys and a certificate.</param>
    /// <exception cref="BadInputException">It is no such address, or a public one without an API key or TLS.</exception>
    public static Listener Of(string option, string url, ServerOptions options)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || Address(uri) is not { } address)
        {
            throw new BadInputException(option, $"is '{url}'; http:// or https://, an IP address or localhost, and a port are expected, as http://127.0.0.1:8080");
        }

        var isSecure = uri.Scheme == "https";
        if (!IPAddress.IsLoopback(address) && !isSecure && options.ApiKeyFile is null)
        {
            throw new BadInputException(option, $"{url} is open to others: an API key (--api-key-file) or TLS (https://, --tls-cert) is expected with it");
        }

        return new(new IPEndPoint(address, uri.Port), isSecure ? LoadCertificate(options) : null);
    }

    /// <summary>Makes Kestrel listen here.</summary>
    public void Apply(KestrelServerOptions kestrel) => kestrel.Listen(Endpoint, listen =>
    {
        if (Certificate is not null)
        {
            listen.UseHttps(Certificate);
        }
    });

    private static IPAddress? Address(Uri uri) =>
        uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? address : null;

    private static X509Certificate2 LoadCertificate(ServerOptions options)
    {
        var path = options.TlsCertificate ?? throw new BadInputException("option --tls-cert", "is missing; https needs a certificate (PEM)");
        try
        {
            return X509Certificate2.CreateFromPemFile(path, options.TlsKey);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadInputException(path, $"holds no certificate with a key (PEM): {failure.Message}", failure);
        }
    }
}
