using FineFlow.Core;
using FineFlow.Core.Datasets;
using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>
/// A network's input for a batch: tensors on one device, in raw counts. They belong to the dispose scope in which they were created.
/// </summary>
/// <param name="Coarse">Coarse maps [B, C, H, W].</param>
/// <param name="External">External factors [B, k] in the dataset's units; null without them.</param>
public sealed record FlowBatch(Tensor Coarse, Tensor? External = null)
{
    /// <summary>Starts of the slots [B] int64, in seconds since 1970 on the local clock; null where unknown.</summary>
    public Tensor? Time { get; init; }

    /// <summary>Coarse maps of the k slots before each sample, oldest first, [B, k*C, H, W]; null where unknown.</summary>
    public Tensor? History { get; init; }

    /// <summary>1 where a coarse cell was observed and 0 where it is missing, [B, C, H, W]; null where all were observed.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Missing counts are known to be smaller than this; null: nothing is known of them.</summary>
    public int? Below { get; init; }

    /// <summary>Features of the place that do not change with time, [G, h, w], one tensor for each stage.</summary>
    public IReadOnlyList<Tensor> StaticMaps { get; init; } = [];

    /// <summary>
    /// The samples' numbers in the training split, for networks that must not see a sample's own day; null outside of training.
    /// </summary>
    public int[]? TrainingSamples { get; init; }

    /// <summary>True fine maps [B, C, N*H, N*W]; in raw counts; null where unknown.</summary>
    public Tensor? Truth { get; init; }

    /// <summary>1 where a coarse cell's fine counts are known and 0 where they are hidden, [1, 1, H, W]; null: all are known.</summary>
    internal Tensor? Counted { get; init; }

    /// <summary>Copies inputs into tensors.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="device">The device of the tensors.</param>
    public static FlowBatch From(FlowInputs inputs, Device device)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new(
            Maps(inputs.Coarse)!.to(device),
            inputs.External is { } external ? TensorData.From(external.Values, external.Samples, external.Columns).to(device) : null)
        {
            Time = inputs.Time is { } time ? TensorData.From(time, time.Length).to(device) : null,
            History = Maps(inputs.History)?.to(device),
            Mask = Maps(inputs.Mask)?.to(device),
            Below = inputs.Below,
        };
    }

    /// <summary>Copies some samples of a split, with their truth, into tensors.</summary>
    /// <param name="split">The split.</param>
    /// <param name="samples">Indices of the samples.</param>
    /// <param name="device">The device of the tensors.</param>
    public static FlowBatch Gather(FlowSplit split, ReadOnlySpan<int> samples, Device device)
    {
        ArgumentNullException.ThrowIfNull(split);
        return From(split.Gather(samples), device) with { TrainingSamples = samples.ToArray() };
    }

    /// <summary>Copies a split into tensors, with its truth.</summary>
    internal static FlowBatch From(FlowSplit split, Device device) =>
        From(split.Inputs, device) with
        {
            Truth = Maps(split.Fine)!.to(device),
            Counted = split.LeftOut is { } blocks ? 1 - blocks.ToTensor(device) : null,
        };

    /// <summary>Returns some of the samples. What belongs to the place stays as it is.</summary>
    /// <param name="samples">Indices of the samples, [b] int64, on the batch's device.</param>
    internal FlowBatch Select(Tensor samples) => this with
    {
        Coarse = Coarse.index_select(0, samples),
        External = External?.index_select(0, samples),
        Time = Time?.index_select(0, samples),
        History = History?.index_select(0, samples),
        Mask = Mask?.index_select(0, samples),
        Truth = Truth?.index_select(0, samples),
    };

    /// <summary>Returns the batch with its floating-point tensors in another type.</summary>
    public FlowBatch To(ScalarType type) => this with
    {
        Coarse = Coarse.to(type),
        External = External?.to(type),
        History = History?.to(type),
        Mask = Mask?.to(type),
        StaticMaps = [.. StaticMaps.Select(maps => maps.to(type))],
        Truth = Truth?.to(type),
        Counted = Counted?.to(type),
    };

    private static Tensor? Maps(FlowMaps? maps) => maps is null
        ? null
        : TensorData.From(maps.Values, maps.Samples, maps.Channels, maps.Rows, maps.Columns);
}
