using FineFlow.Engine.Inference;


namespace FineFlow.Server.Settings;

/// <summary>How the server runs.</summary>
public sealed record ServerOptions
{
    /// <summary>Directory of model bundles: MODEL/ or MODEL/VERSION/.</summary>
    public required string Models { get; init; }

    /// <summary>Dataset folders that the dashboard shows.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Where callers are served: http or https, an IP address or localhost, and a port (0: any that is free).</summary>
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Where the operator is served: models, metrics, health. Where null, loopback on the port after that of <see cref="Url"/>.
    /// </summary>
    public string? AdminUrl { get; init; }

    /// <summary>
    /// Addresses or networks (10.0.0.0/8) of reverse proxies. What they say of a caller's address and scheme (X-Forwarded-For,
    /// X-Forwarded-Proto) is believed; of others it is ignored.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>File of API keys, a line a key; without one every caller is served that reaches the server.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>Certificate for https, PEM.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>Its key, PEM; in the certificate's file where null.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Bytes of a request's body at most.</summary>
    public long MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>Requests a second from one address at most, on average.</summary>
    public int Rate { get; init; } = 1000;

    /// <summary>Open connections at most.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>How long a request may take; streams are exempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests may take to end when the server stops.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Address of base map tiles with {z}, {x} and {y}; the dashboard shows none where null.</summary>
    public string? TileUrl { get; init; }

    /// <summary>Attribution text shown for the base map.</summary>
    public string? TileAttribution { get; init; }

    /// <summary>Whether this is the demo.</summary>
    public bool Demo { get; init; }
}
