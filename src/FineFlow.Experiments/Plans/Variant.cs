using System.Text.Json.Nodes;

namespace FineFlow.Experiments.Plans;

/// <summary>One way to train a model of an experiment.</summary>
internal sealed record Variant
{
    /// <summary>The only variant of an experiment without variants.</summary>
    public static Variant Plain { get; } = new() { Name = "" };

    /// <summary>Its name in the tables.</summary>
    public required string Name { get; init; }

    /// <summary>The loss; null for the model's own.</summary>
    public string? Loss { get; init; }

    /// <summary>Settings of the model by name, and of the loss by names with the prefix "loss.".</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Returns the variant that changes one setting.</summary>
    internal static Variant OfSweep(string setting, JsonNode value) => new()
    {
        Name = $"{setting}={value.ToJsonString()}",
        Settings = new Dictionary<string, JsonNode?> { [setting] = value.DeepClone() },
    };
}
