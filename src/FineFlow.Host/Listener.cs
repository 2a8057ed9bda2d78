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

    /// <summary>IP address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The certificate for https; null for http.</summary>
    public X509Certificate2? Certificate { get; }

    public bool IsLoopback => IPAddress.IsLoopback(Endpoint.Address);

    /// <summary>The listeners for callers and for the operator, whose own is beside the callers' where its address is not given.</summary>
    /// <exception cref="BadInputException">
    /// One is no address, or open to others without an API key or TLS, or both are the same.
    /// </exception>
    public static (Listener Callers, Listener Operator) Of(ServeOptions options)
    {
        var callers = Of(nameof(options.Url), options.Url, options);
        var operators = Of(nameof(options.AdminUrl), options.AdminUrl ?? Beside(callers.Endpoint.Port), options);
        return operators.Endpoint.Port == 0 || !operators.Endpoint.Equals(callers.Endpoint)
            ? (callers, operators)
            : throw Bad(operators._setting, $"is {operators._url}, as setting 'url'; an address of its own is expected");
    }

    /// <summary>Reads an address and refuses one that would let strangers in.</summary>
    /// <param name="setting">The property of the options that it comes from, for messages.</param>
    /// <param name="url">The address.</param>
    /// <param name="options">Says whether there are keys and a certificate.</param>
    /// <exception cref="BadInputException">It is no such address, or a public one without an API key or TLS.</exception>
    public static Listener Of(string setting, string url, ServeOptions options)
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

        return new(setting, url, new IPEndPoint(address, uri.Port), isSecure ? LoadCertificate(options) : null);
    }

    /// <summary>Takes the address.</summary>
    /// <exception cref="BadInputException">Another program has it, or this one may not have it.</exception>
    public void Bind()
    {
        try
        {
            _socket = SocketTransportOptions.CreateDefaultBoundListenSocket(Endpoint);
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
    public void Apply(IWebHostBuilder server) => server
        .UseSockets(sockets => sockets.CreateBoundListenSocket = _ => _socket!)
        .ConfigureKestrel(kestrel => kestrel.Listen(Endpoint, Secure));

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    /// <summary>Loopback, one port further; any port beside any.</summary>
    private static string Beside(int port) => $"http://127.0.0.1:{port switch { 0 => 0, IPEndPoint.MaxPort => port - 1, _ => port + 1 }}";

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

    private void Secure(ListenOptions listen)
    {
        if (Certificate is not null)
        {
            listen.UseHttps(Certificate);
        }
    }
}
