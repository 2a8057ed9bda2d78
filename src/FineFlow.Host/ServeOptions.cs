using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Core.Settings;

namespace FineFlow.Host;

/// <summary>How <c>fineflow serve</c> runs: what it serves, which the base says, and where it listens.</summary>
internal sealed record ServeOptions : FineFlowOptions
{
    /// <summary>Where callers are served: http or https, an IP address or localhost, and a port (0: any that is free).</summary>
    [Option("URL", Default = "http://127.0.0.1:8080"), Description("where callers are served")]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Where the operator is served: models, metrics, health. Where null, loopback on the port after that of <see cref="Url"/>.
    /// </summary>
    [Option("URL", Default = "loopback, on the port after that of --url: http://127.0.0.1:8081")]
    [Description("where models, metrics and health are managed")]
    public string? AdminUrl { get; set; }

    /// <summary>
    /// Where callers are served by gRPC, an address as <see cref="Url"/>. Where null, only at an https <see cref="Url"/>.
    /// </summary>
    [Option("URL"), Description("where callers are served by gRPC as well, as http://127.0.0.1:8082; https addresses speak it anyway")]
    public string? GrpcUrl { get; set; }

    /// <summary>Where the operator loads and unloads models by gRPC. Where null, only at an https <see cref="AdminUrl"/>.</summary>
    [Option("URL"), Description("where models are loaded and unloaded by gRPC as well, as http://127.0.0.1:8083")]
    public string? AdminGrpcUrl { get; set; }

    /// <summary>
    /// Addresses or networks (10.0.0.0/8) of reverse proxies. What they say of a caller's address and scheme (X-Forwarded-For,
    /// X-Forwarded-Proto) is believed; of others it is ignored.
    /// </summary>
    [Option("CIDR", Name = "proxy")]
    [Description("address or network (10.0.0.0/8) of a reverse proxy; its X-Forwarded-For and X-Forwarded-Proto are believed")]
    public IReadOnlyList<string> Proxies { get; set; } = [];

    /// <summary>Topics of MQTT brokers whose messages are counts, each as MODEL=mqtt://HOST:PORT/TOPIC.</summary>
    [Option("MODEL=URL"), Description("kha, pha or dmn that is served, and a topic of counts, as dmn=mqtt://localhost:1883/counts")]
    public IReadOnlyList<string> Mqtt { get; set; } = [];

    /// <summary>Certificate for https, PEM.</summary>
    [Option("FILE", Name = "tls-cert"), Description("certificate for https, PEM")]
    public string? TlsCertificate { get; set; }

    /// <summary>Its key, PEM; in the certificate's file where null.</summary>
    [Option("FILE", Default = "in the file of the certificate"), Description("key of the certificate, PEM")]
    public string? TlsKey { get; set; }

    /// <summary>Open connections at most.</summary>
    [Option("N", Default = "512"), Range(1, 100_000), Description("open connections, at most")]
    public int Connections { get; set; } = 512;

    /// <summary>How long requests may take to end when the server stops.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses proxies that are no addresses, and a drain that ends before it begins.</summary>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Proxies.Any(proxy => ProxyNetwork.Find(proxy) is null))
        {
            yield return new("must name IP addresses, as 127.0.0.1, or networks, as 10.0.0.0/8", [nameof(Proxies)]);
        }

        if (Mqtt.Any(address => !MqttAddress.TryParse(address, out _)))
        {
            yield return new("must name models and topics, as dmn=mqtt://localhost:1883/counts", [nameof(Mqtt)]);
        }

        if (Drain < TimeSpan.Zero)
        {
            yield return new("must not be negative", [nameof(Drain)]);
        }

        foreach (var failure in base.Validate(validationContext))
        {
            yield return failure;
        }
    }

    /// <summary>Refuses settings that are out of range.</summary>
    /// <exception cref="BadInputException">Names the setting, its value and what is expected.</exception>
    public void Check() => SettingsBinder.Validate(this);
}
