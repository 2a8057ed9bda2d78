using System.Text.Json.Nodes;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Experiments.Demo;

/// <summary>What the demo trains: two networks in three minutes on two cores.</summary>
internal static class DemoTrainings
{
    /// <summary>DMN with a schedule of its own length.</summary>
    public static TrainingRequest Dmn { get; } = new TrainingRequest { Model = "dmn" }
        .With(recipe => recipe with { Epochs = 20 })
        .With(run => run with { Seed = 1 });

    /// <summary>A PLGF of a thirtieth of the published size with a short schedule.</summary>
    public static TrainingRequest SmallPlgf { get; } = new TrainingRequest
    {
        Model = "plgf",
        Settings = new Dictionary<string, JsonNode?>
        {
            ["base_channels"] = 24,
            ["context_channels"] = 24,
            ["growth_rate"] = 8,
            ["rdb_layers"] = 3,
            ["pyramid_scales"] = 3,
        },
    }
        .With(recipe => recipe with { Epochs = 14, BatchSize = 10, LearningRate = 1e-3 })
        .With(run => run with { Precision = ComputePrecision.Fp32, Seed = 1 });
}
