using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Settings;

/// <summary>
/// How the server runs. A setting is one property here or in <see cref="EngineOptions"/>: the option of <c>fineflow serve</c>, its help,
/// the documentation's table and the validation follow from it.
/// </summary>
public sealed record ServerOptions : IValidatableObject
{
    /// <summary>Directory of model bundles or run folders: MODEL/ or MODEL/VERSION/.</summary>
    [Option("DIR", Default = "none; --models or --demo is expected")]
    [Description("directory of model bundles or run folders: MODEL/ or MODEL/VERSION/")]
    public required string Models { get; init; }

    /// <summary>Dataset folders that the dashboard shows.</summary>
    [Option("DIR", Name = "data"), Description("dataset folder that the dashboard shows")]
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>
    /// Models whose histories follow a dataset folder that grows, each as MODEL=DIR: its new slots are taken in while the model is served.
    /// </summary>
    [Option("MODEL=DIR", Name = "refresh")]
    [Description("kha, pha or dmn that is served, and a dataset folder that grows: its new slots are taken into the model's history")]
    public IReadOnlyList<string> Refreshed { get; init; } = [];

    /// <summary>How often these folders are looked at.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where callers are served: http or https, an IP address or localhost, and a port (0: any that is free).</summary>
    [Option("URL", Default = "http://127.0.0.1:8080"), Description("where callers are served")]
    public string Url { get; init; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Where the operator is served: models, metrics, health. Where null, loopback on the port after that of <see cref="Url"/>.
    /// </summary>
    [Option("URL", Default = "loopback, on the port after that of --url: http://127.0.0.1:8081")]
    [Description("where models, metrics and health are managed")]
    public string? AdminUrl { get; init; }

    /// <summary>
    /// Addresses or networks (10.0.0.0/8) of reverse proxies. What they say of a caller's address and scheme (X-Forwarded-For,
    /// X-Forwarded-Proto) is believed; of others it is ignored.
    /// </summary>
    [Option("CIDR", Name = "proxy")]
    [Description("address or network (10.0.0.0/8) of a reverse proxy; its X-Forwarded-For and X-Forwarded-Proto are believed")]
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>File of API keys, a line a key; without one every caller is served that reaches the server.</summary>
    [Option("FILE", Default = "none is asked for"), Description("API keys, a line a key; callers send Authorization: Bearer KEY")]
    public string? ApiKeyFile { get; init; }

    /// <summary>Certificate for https, PEM.</summary>
    [Option("FILE", Name = "tls-cert"), Description("certificate for https, PEM")]
    public string? TlsCertificate { get; init; }

    /// <summary>Its key, PEM; in the certificate's file where null.</summary>
    [Option("FILE", Default = "in the file of the certificate"), Description("key of the certificate, PEM")]
    public string? TlsKey { get; init; }

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Bytes of a request's body, or of a line of a stream, at most.</summary>
    [Option("BYTES", Name = "max-body", Default = "4194304"), Range(1024.0, 1073741824.0)]
    [Description("length of a request's body, or of a line of a stream, in bytes, at most")]
    public long MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>Requests a second from one address at most, on average.</summary>
    [Option("N", Default = "1000"), Range(1, 1_000_000), Description("requests a second from one address; more are refused with 429")]
    public int Rate { get; init; } = 1000;

    /// <summary>Open connections at most.</summary>
    [Option("N", Default = "512"), Range(1, 100_000), Description("open connections, at most")]
    public int Connections { get; init; } = 512;

    /// <summary>Seconds that a request may take; streams are exempt.</summary>
    [Option("SECONDS", Name = "timeout", Default = "30"), Range(0.1, 3600)]
    [Description("seconds that a request may take; streams are exempt")]
    public double TimeoutSeconds { get; init; } = 30;

    /// <summary>How long requests may take to end when the server stops.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Address of base map tiles with {z}, {x} and {y}; the dashboard shows none where null.</summary>
    [Option("URL", Default = "none, nothing is loaded from elsewhere"), Description("base map for the dashboard, with {z}, {x} and {y}")]
    public string? TileUrl { get; init; }

    /// <summary>Attribution text shown for the base map.</summary>
    [Option("TEXT"), Description("attribution text shown for the base map")]
    public string? TileAttribution { get; init; }

    /// <summary>Whether this is the demo.</summary>
    public bool Demo { get; init; }

    /// <summary>Refuses proxies that are no addresses, and a base map that the dashboard cannot fill in.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Proxies.Any(proxy => ProxyNetwork.Find(proxy) is null))
        {
            yield return new("must name IP addresses, as 127.0.0.1, or networks, as 10.0.0.0/8", [nameof(Proxies)]);
        }

        if (Refreshed.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1) is { } pair)
        {
            yield return new($"is '{pair}'; a model and a dataset folder are expected, as dmn=my-city", [nameof(Refreshed)]);
        }

        if (TileUrl is not null && !IsTileAddress(TileUrl))
        {
            yield return new(
                "must be an address of http or https with {z}, {x} and {y}, and one of the subdomains where it has {s}", [nameof(TileUrl)]);
        }
    }

    /// <summary>Refuses settings that are out of range.</summary>
    /// <exception cref="BadInputException">Names the setting, its value and what is expected.</exception>
    internal void Check()
    {
        SettingsBinder.Validate(this);
        SettingsBinder.Validate(Engine);
    }

    private static bool IsTileAddress(string tiles) =>
        Uri.TryCreate(tiles, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && tiles.Contains("{z}", StringComparison.Ordinal)
        && tiles.Contains("{x}", StringComparison.Ordinal)
        && tiles.Contains("{y}", StringComparison.Ordinal)
        && !tiles.Contains("{s}", StringComparison.Ordinal);
}
