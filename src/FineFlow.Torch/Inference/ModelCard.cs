using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Inference;

/// <summary>Description of a bundle's model: all that its use requires besides the weights, and how it was trained.</summary>
public sealed record ModelCard
{
    /// <summary>The format version that FineFlow writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format version of this document.</summary>
    public required int Format { get; init; }

    /// <summary>The catalog's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its hyperparameters.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>Number of trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>SHA-256 of weights.safetensors, in hexadecimal.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>SHA-256 of history.npz, in hexadecimal; null for a model without a history.</summary>
    public string? HistorySha256 { get; init; }

    /// <summary>SHA-256 of reference.json, the training's coarse maps in brief, in hexadecimal; null for bundles without it.</summary>
    public string? ReferenceSha256 { get; init; }

    /// <summary>SHA-256 of model, options and recovery, in hexadecimal: the weights fit no other network.</summary>
    public required string NetworkSha256 { get; init; }

    /// <summary>The recipe that trained it.</summary>
    public required string Recipe { get; init; }

    /// <summary>The loss that trained it.</summary>
    public required string Loss { get; init; }

    /// <summary>How the network's output becomes a map that adds up.</summary>
    public ConservationMode Recovery { get; init; }

    /// <summary>The run's seed.</summary>
    public long Seed { get; init; }

    /// <summary>The epoch that the weights are from, counted from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>The metrics on the validation split at that epoch.</summary>
    public FlowMetrics? Validation { get; init; }

    /// <summary>The data that it was trained on.</summary>
    public DataDescription? Data { get; init; }

    /// <summary>What it took over from another bundle at its beginning; null for a training from fresh weights.</summary>
    public WeightTransfer? Initial { get; init; }

    /// <summary>Blocks whose fine counts it never saw; null: it saw all.</summary>
    [JsonInclude]
    internal LeftOutBlocks? LeftOut { get; init; }

    /// <summary>What the static maps of its place say of shares; null where it used none.</summary>
    [JsonInclude]
    internal PlaceWeights? StaticWeights { get; init; }

    /// <summary>The software that trained it.</summary>
    public SoftwareVersions? Versions { get; init; }
}

/// <summary>Description of the data in a run or a bundle.</summary>
public sealed record DataDescription
{
    /// <summary>The dataset's manifest: name, units, channels, slot length, place.</summary>
    public required DatasetManifest Manifest { get; init; }

    /// <summary>SHA-256 over the dataset's files.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Scale of the coarse counts; null in files of older versions.</summary>
    public CountScale? Coarse { get; init; }

    /// <summary>Samples of the training split.</summary>
    public int TrainSamples { get; init; }

    /// <summary>Samples of the validation split.</summary>
    public int ValidSamples { get; init; }
}
