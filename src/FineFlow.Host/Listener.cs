using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FineFlow.Core;
using FineFlow.Core.Settings;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FineFlow.Host;

/// <summary>An address that the server listens on, taken before anything that takes long: an address in use is told at once.</summary>
internal sealed class Listener : IDisposable
{
    private readonly string _setting;
    private readonly string _url;
    private Socket? _socket;

    private Listener(string setting, string url, IPEndPoint endpoint, X509Certificate2? certificate) =>
        (_setting, _url, Endpoint, Certificate) = (setting, url, endpoint, certificate);

    /// <summary>IP address and port, once the address is taken with the port that the system chose where it was to choose one.</summary>
    public IPEndPoint Endpoint { get; private set; }

    /// <summary>The address.</summary>
    public Uri Url => new($"{(Certificate is null ? "http" : "https")}://{Endpoint}");

    /// <summary>The certificate for https; null for http.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// Whether gRPC alone is spoken here, which is HTTP/2. Without TLS a connection cannot begin as one version of HTTP and be the other.
    /// </summary>
    public bool IsGrpc { get; init; }

    public bool IsLoopback => IPAddress.IsLoopback(Endpoint.Address);

    /// <summary>The socket of an address that is taken.</summary>
    public Socket Socket => _socket ?? throw new InvalidOperationException($"{_url} is not bound.");

    /// <summary>Reads an address and refuses one that would let strangers in.</summary>
    /// <param name="setting">The property of the options that it comes from, for messages.</param>
    /// <param name="url">The address.</param>
    /// <param name="options">Says whether there are keys and a certificate.</param>
    /// <param name="isGrpc">Whether gRPC alone is spoken there.</param>
    /// <exception cref="BadInputException">It is no such address, or a public one without an API key or TLS.</exception>
    public static Listener Of(string setting, string url, ServeOptions options, bool isGrpc = false)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.PathAndQuery != "/"
            || Address(uri) is not { } address)
        {
            throw Bad(
                setting, $"is '{url}'; http:// or https://, an IP address or localhost, and a port are expected, as http://127.0.0.1:8080");
        }

        var isSecure = uri.Scheme == "https";
        if (!IPAddress.IsLoopback(address) && !isSecure && options.ApiKeyFile is null)
        {
            throw new BadInputException(
                SourceOf(setting), $"{url} is open to others: a file of API keys, or https:// and a certificate, is expected with it")
            { Setting = nameof(options.ApiKeyFile) };
        }

        return new(setting, url, new IPEndPoint(address, uri.Port), isSecure ? LoadCertificate(options) : null) { IsGrpc = isGrpc };
    }

    /// <summary>Refuses the address where another listener has it.</summary>
    /// <exception cref="BadInputException">Both are the same.</exception>
    public void RequireOtherThan(Listener other)
    {
        if (Endpoint.Port != 0 && Endpoint.Equals(other.Endpoint))
        {
            throw Bad(_setting, $"is {_url}, as {SourceOf(other._setting)}; an address of its own is expected");
        }
    }

    /// <summary>Takes the address.</summary>
    /// <exception cref="BadInputException">Another program has it, or this one may not have it.</exception>
    public void Bind()
    {
        try
        {
            _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(Endpoint);
            Endpoint = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch (SocketException failure)
        {
            throw Refusal(failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has it" : failure.Message, failure);
        }
    }

    /// <summary>What is said where the address cannot be listened on.</summary>
    public BadInputException Refusal(string reason, Exception failure) =>
        Bad(_setting, $"{_url} cannot be listened on: {reason.TrimEnd('.')}; another address is expected", failure);

    /// <summary>Makes a server listen here, once the address is taken.</summary>
    public void Apply(KestrelServerOptions kestrel) => kestrel.Listen(Endpoint, listen =>
    {
        if (IsGrpc)
        {
            listen.Protocols = HttpProtocols.Http2;
        }

        if (Certificate is not null)
        {
            listen.UseHttps(Certificate);
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static IPAddress? Address(Uri uri) =>
        uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? address : null;

    private static X509Certificate2 LoadCertificate(ServeOptions options)
    {
        var path = options.TlsCertificate
            ?? throw Bad(nameof(options.TlsCertificate), "is missing; https needs a certificate (PEM)");
        try
        {
            return X509Certificate2.CreateFromPemFile(path, options.TlsKey);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadInputException(path, $"holds no certificate with a key (PEM): {failure.Message}", failure);
        }
    }

    private static BadInputException Bad(string setting, InvariantText problem, Exception? inner = null) =>
        new(SourceOf(setting), problem, inner) { Setting = setting };

    private static string SourceOf(string setting) => $"setting '{SettingsBinder.NameOf(setting)}'";
}
