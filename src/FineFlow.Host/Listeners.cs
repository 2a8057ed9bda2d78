using System.Net;
using FineFlow.Core;
using Microsoft.AspNetCore.Hosting;

namespace FineFlow.Host;

/// <summary>The addresses of an app: one for HTTP, and one for gRPC where it is asked for.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly Listener[] _all;

    private Listeners(Listener http, Listener? grpc) => (Http, Grpc, _all) = (http, grpc, grpc is null ? [http] : [http, grpc]);

    public Listener Http { get; }

    public Listener? Grpc { get; }

    /// <summary>Whether this machine alone reaches the app.</summary>
    public bool AreLoopback => Array.TrueForAll(_all, listener => listener.IsLoopback);

    /// <summary>
    /// The listeners for callers and for the operator. The operator's HTTP is beside the callers' where its address is not given.
    /// </summary>
    /// <exception cref="BadInputException">
    /// One is no address, or open to others without an API key or TLS, or two are the same.
    /// </exception>
    public static (Listeners Callers, Listeners Operators) Of(ServeOptions options)
    {
        var http = Listener.Of(nameof(options.Url), options.Url, options);
        var admin = Listener.Of(nameof(options.AdminUrl), options.AdminUrl ?? Beside(http.Endpoint.Port), options);
        var callers = new Listeners(http, Grpc(nameof(options.GrpcUrl), options.GrpcUrl));
        var operators = new Listeners(admin, Grpc(nameof(options.AdminGrpcUrl), options.AdminGrpcUrl));
        Listener[] all = [http, admin, .. callers._all[1..], .. operators._all[1..]];
        for (var place = 1; place < all.Length; place++)
        {
            Array.ForEach(all[..place], all[place].RequireOtherThan);
        }

        return (callers, operators);

        Listener? Grpc(string setting, string? url) => url is null ? null : Listener.Of(setting, url, options, isGrpc: true);
    }

    /// <summary>Takes the addresses.</summary>
    /// <exception cref="BadInputException">Another program has one, or this one may not have it.</exception>
    public void Bind() => Array.ForEach(_all, listener => listener.Bind());

    /// <summary>Makes an app's server listen here, once the addresses are taken.</summary>
    public void Apply(IWebHostBuilder server) => server
        .UseSockets(sockets => sockets.CreateBoundListenSocket =
            endpoint => Array.Find(_all, listener => listener.Endpoint.Equals(endpoint))!.Socket)
        .ConfigureKestrel(kestrel => Array.ForEach(_all, listener => listener.Apply(kestrel)));

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_all, listener => listener.Dispose());

    /// <summary>The addresses, as people read them.</summary>
    public override string ToString() => Grpc is null ? $"{Http.Url}" : $"{Http.Url} (gRPC {Grpc.Url})";

    /// <summary>Loopback, one port further; any port beside any.</summary>
    private static string Beside(int port) => $"http://127.0.0.1:{port switch { 0 => 0, IPEndPoint.MaxPort => port - 1, _ => port + 1 }}";
}
