using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Results;

/// <summary>result.json: results of one training of an experiment, on the test split.</summary>
internal sealed record TrainingResult
{
    /// <summary>Name of the file in the run folder.</summary>
    public const string FileName = "result.json";

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>SHA-256 of the dataset's numbers.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How the dataset is divided into splits; null where its dataset.json does not state it.</summary>
    public string? Division { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The variant's name; empty where the experiment has none.</summary>
    public required string Variant { get; init; }

    /// <summary>The loss.</summary>
    public required string Loss { get; init; }

    /// <summary>The recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads of the tensor work.</summary>
    public required int Threads { get; init; }

    /// <summary>Number of epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch with the best validation error, whose weights were measured.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Metrics on the test split, in raw counts.</summary>
    public required FlowMetrics Test { get; init; }

    /// <summary>The metrics of what costs nothing on the test split; null in results of older versions.</summary>
    public Baselines? Baselines { get; init; }

    /// <summary>The noise floor of the test split, an MSE; null for real-valued flow, and in results of older versions.</summary>
    public double? NoiseFloorMse { get; init; }

    /// <summary>The share of the removable error that the model removes; null without a noise floor.</summary>
    public double? RemovableShare { get; init; }

    /// <summary>Largest conservation residual on the test split, in counts.</summary>
    public required double MaxConservationError { get; init; }

    /// <summary>Share of the non-empty coarse cells that are split evenly, a sign of dead densities.</summary>
    public required double FlatBlocks { get; init; }

    /// <summary>Parameters of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-adds of a forward pass of one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Median seconds of an epoch, validation included.</summary>
    public required double SecondsPerEpoch { get; init; }

    /// <summary>Seconds of all epochs.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Milliseconds to infer one sample, in batches of <see cref="Torch.Inference.Predictor.DefaultBatch"/>.</summary>
    public required double InferenceMilliseconds { get; init; }

    /// <summary>Median milliseconds to infer one sample alone.</summary>
    public required double LatencyMilliseconds { get; init; }

    /// <summary>Peak memory of the process during two training steps, in bytes; null where the system does not report it.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>What costs nothing on the test split, and what is possible; null in results of older versions.</summary>
    internal Baselines? Beside => Baselines is null ? null : Baselines with { NoiseFloor = NoiseFloorMse };

    /// <summary>Its row in the tables.</summary>
    public string Row => Variant.Length == 0 ? Model : $"{Model}, {Variant}";
}
