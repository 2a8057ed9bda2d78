using System.Reflection;

namespace FineFlow.Outputs;

/// <summary>Where a prediction comes from, as far as it is known.</summary>
internal sealed record Provenance
{
    /// <summary>The map that was asked for: the mean, or the best one for a metric, such as <c>mae</c>.</summary>
    public string Estimate { get; init; } = "mean";

    /// <summary>SHA-256 over the files that the model was trained on, in hexadecimal.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>SHA-256 of the model's weights, in hexadecimal.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>The command that made the file.</summary>
    public string? Command { get; init; }

    /// <summary>The program and its version.</summary>
    public static string Software { get; } = "FineFlow "
        + (typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "of unknown version");

    /// <summary>Returns what files say of a prediction, by name; what is not known is left out.</summary>
    public static IReadOnlyList<(string Name, string Text)> Tags(Prediction prediction)
    {
        var (provenance, manifest) = (prediction.Provenance, prediction.Manifest);
        (string Name, string? Text)[] tags =
        [
            ("title", prediction.Title),
            ("model", prediction.Model),
            ("estimate", provenance.Estimate),
            ("unit", manifest.Units),
            ("data", manifest.Name),
            ("data_source", manifest.Source),
            ("data_fingerprint", provenance.DataFingerprint),
            ("weights_sha256", provenance.WeightsSha256),
            ("software", Software),
            ("command", provenance.Command),
        ];
        return [.. tags.Where(tag => !string.IsNullOrEmpty(tag.Text)).Select(tag => (tag.Name, tag.Text!))];
    }
}
