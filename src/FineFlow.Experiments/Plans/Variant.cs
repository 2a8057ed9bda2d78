using System.Text.Json.Nodes;

namespace FineFlow.Experiments.Plans;

/// <summary>One way to train a model of an experiment.</summary>
public sealed record Variant
{
    /// <summary>The variant of an experiment that has none.</summary>
    public static Variant Plain { get; } = new() { Name = "" };

    /// <summary>Its name in the tables.</summary>
    public required string Name { get; init; }

    /// <summary>The loss; the model's own by default.</summary>
    public string? Loss { get; init; }

    /// <summary>Settings of the model by name, and of the loss behind "loss.".</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>The variant that changes one setting.</summary>
    internal static Variant OfSweep(string setting, JsonNode value) => new()
    {
        Name = $"{setting}={value.ToJsonString()}",
        Settings = new Dictionary<string, JsonNode?> { [setting] = value.DeepClone() },
    };
}
