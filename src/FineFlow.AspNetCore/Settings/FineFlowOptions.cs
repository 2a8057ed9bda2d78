using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core.Settings;
using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Settings;

/// <summary>
/// How FineFlow serves in an app. A setting is one property here or in <see cref="EngineOptions"/>: its key in the configuration section
/// <c>FineFlow</c>, its option of <c>fineflow serve</c>, their help, the documentation's table and the validation follow from it.
/// </summary>
public record FineFlowOptions : EngineOptions
{
    /// <summary>Name of the configuration section: <c>FineFlow:MaxBatch</c>, in the environment <c>FineFlow__MaxBatch</c>.</summary>
    public const string Section = "FineFlow";

    /// <summary>Directory of model bundles or run folders: MODEL/ or MODEL/VERSION/.</summary>
    [Option("DIR", Default = "none; one is expected, or the demo")]
    [Description("directory of model bundles or run folders: MODEL/ or MODEL/VERSION/")]
    public string Models { get; set; } = "";

    /// <summary>Dataset folders that the dashboard shows.</summary>
    [Option("DIR", Name = "data"), Description("dataset folder that the dashboard shows")]
    public IReadOnlyList<string> Datasets { get; set; } = [];

    /// <summary>
    /// Models whose histories follow a dataset folder that grows, each as MODEL=DIR: its new slots are taken in while the model is served.
    /// </summary>
    [Option("MODEL=DIR", Name = "refresh")]
    [Description("kha, pha or dmn that is served, and a dataset folder that grows: its new slots are taken into the model's history")]
    public IReadOnlyList<string> Refreshed { get; set; } = [];

    /// <summary>How often these folders are looked at.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// File of API keys, a line a key with its quotas (<c>KEY rate=20 daily=5000</c>); without one every caller is served that reaches the
    /// server. The file is followed while the server runs.
    /// </summary>
    [Option("FILE", Default = "none is asked for")]
    [Description("API keys, a line a key, with quotas as KEY rate=20 daily=5000; callers send Authorization: Bearer KEY")]
    public string? ApiKeyFile { get; set; }

    /// <summary>Bytes of a request's body, or of a line of a stream, at most.</summary>
    [Option("BYTES", Name = "max-body", Default = "4194304"), Range(1024.0, 1073741824.0)]
    [Description("length of a request's body, or of a line of a stream, in bytes, at most")]
    public long MaxBodyBytes { get; set; } = 4 << 20;

    /// <summary>Requests a second from one address at most, on average.</summary>
    [Option("N", Default = "1000"), Range(1, 1_000_000), Description("requests a second from one address; more are refused with 429")]
    public int Rate { get; set; } = 1000;

    /// <summary>Seconds that a request may take; streams are exempt.</summary>
    [Option("SECONDS", Name = "timeout", Default = "30"), Range(0.1, 3600)]
    [Description("seconds that a request may take; streams are exempt")]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Address of base map tiles with {z}, {x} and {y}; the dashboard shows none where null.</summary>
    [Option("URL", Default = "none, nothing is loaded from elsewhere"), Description("base map for the dashboard, with {z}, {x} and {y}")]
    public string? TileUrl { get; set; }

    /// <summary>Attribution text shown for the base map.</summary>
    [Option("TEXT"), Description("attribution text shown for the base map")]
    public string? TileAttribution { get; set; }

    /// <summary>Whether callers can fetch the models as ONNX files, which lets the dashboard run them in the browser.</summary>
    [Option(Name = "share-models", Default = "off")]
    [Description("let callers fetch the models as ONNX files, and the dashboard run them in the browser")]
    public bool SharesModels { get; set; }

    /// <summary>Whether this is the demo.</summary>
    public bool Demo { get; set; }

    /// <summary>Refuses what no range says: no models, and a base map that the dashboard cannot fill in.</summary>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Models))
        {
            yield return new("must name a directory of models", [nameof(Models)]);
        }

        if (Refreshed.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1) is { } pair)
        {
            yield return new($"is '{pair}'; a model and a dataset folder are expected, as dmn=my-city", [nameof(Refreshed)]);
        }

        if (RefreshInterval <= TimeSpan.Zero)
        {
            yield return new("must be longer than nothing, as 00:01:00", [nameof(RefreshInterval)]);
        }

        if (TileUrl is not null && !IsTileAddress(TileUrl))
        {
            yield return new(
                "must be an address of http or https with {z}, {x} and {y}, and one of the subdomains where it has {s}", [nameof(TileUrl)]);
        }

        foreach (var failure in base.Validate(validationContext))
        {
            yield return failure;
        }
    }

    private static bool IsTileAddress(string tiles) =>
        Uri.TryCreate(tiles, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && tiles.Contains("{z}", StringComparison.Ordinal)
        && tiles.Contains("{x}", StringComparison.Ordinal)
        && tiles.Contains("{y}", StringComparison.Ordinal)
        && !tiles.Contains("{s}", StringComparison.Ordinal);
}
