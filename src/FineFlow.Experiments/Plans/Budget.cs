using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Plans;

/// <summary>Extent of an experiment's trainings. Absent values are those of the recipe, the model and the experiment.</summary>
internal sealed record Budget
{
    /// <summary>Trainings of each model, with the seeds 1, 2, ...</summary>
    [Range(1, 1000)]
    public int Seeds { get; init; } = 1;

    /// <summary>Largest number of epochs.</summary>
    [Range(1, 1_000_000)]
    public int? Epochs { get; init; }

    /// <summary>Epochs without a better validation error after which a training stops.</summary>
    [Range(1, 1_000_000)]
    public int? Patience { get; init; }

    /// <summary>Samples of a step; fewer give more steps where a dataset is small.</summary>
    [Range(1, 1_000_000)]
    public int? BatchSize { get; init; }

    /// <summary>Initial learning rate.</summary>
    [Range(1e-12, 10)]
    public double? LearningRate { get; init; }

    /// <summary>The width of the published networks. A variant's settings take precedence.</summary>
    public NetworkSize Size { get; init; } = NetworkSize.Paper;

    /// <summary>Sweeps in place of the experiment's, for instance over the widths of smaller networks.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonNode>>? Sweeps { get; init; }
}
