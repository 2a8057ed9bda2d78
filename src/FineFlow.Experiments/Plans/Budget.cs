using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace FineFlow.Experiments.Plans;

/// <summary>How much an experiment trains. What is absent is as the recipe, the model and the experiment have it.</summary>
public sealed record Budget
{
    /// <summary>Trainings of each model, with the seeds 1, 2, ...</summary>
    [Range(1, 1000)]
    public int Seeds { get; init; } = 1;

    /// <summary>Epochs at most.</summary>
    [Range(1, 1_000_000)]
    public int? Epochs { get; init; }

    /// <summary>Epochs without a better one before stopping.</summary>
    [Range(1, 1_000_000)]
    public int? Patience { get; init; }

    /// <summary>Initial learning rate.</summary>
    [Range(1e-12, 10)]
    public double? LearningRate { get; init; }

    /// <summary>Settings for the models that have them, as a smaller width; a variant's own go before them.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Settings { get; init; } = new Dictionary<string, JsonNode?>();

    /// <summary>Sweeps in place of the experiment's, as other widths for smaller networks.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonNode>>? Sweeps { get; init; }
}
