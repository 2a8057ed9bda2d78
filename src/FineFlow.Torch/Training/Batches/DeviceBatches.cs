using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Batches;

/// <summary>
/// A training split that lies on the device as a whole, where its batches are gathered. Their order is copied there once an epoch, so that
/// a step copies nothing from main memory.
/// </summary>
internal sealed class DeviceBatches : IBatchSource, IDisposable
{
    // The part of the device's free memory that a split may take. The network, its gradients and its maps need the rest.
    private const double Share = 0.25;

    private readonly Device _device;
    private readonly FlowBatch _all;
    private readonly int[] _places;
    private int[] _order = [];
    private Tensor? _orderThere;

    /// <summary>Copies a split to a device.</summary>
    /// <param name="split">The split.</param>
    /// <param name="device">The device.</param>
    public DeviceBatches(FlowSplit split, Device device)
    {
        using var scope = NewDisposeScope();
        (_device, _places) = (device, new int[split.Samples]);
        _all = FlowBatch.From(split, device);
        foreach (var tensor in Tensors)
        {
            tensor.DetachFromDisposeScope();
        }
    }

    private IEnumerable<Tensor> Tensors =>
        new[] { _all.Coarse, _all.External, _all.Time, _all.Mask, _all.Truth, _all.Counted, _orderThere }.OfType<Tensor>();

    /// <summary>Returns whether a split may be copied to a device with so many bytes of free memory; null: unknown, and so not.</summary>
    public static bool Fits(FlowSplit split, long? free) => BytesOf(split) <= Share * free;

    /// <summary>Says in which order the samples come next.</summary>
    /// <param name="order">The numbers of all samples.</param>
    public void Begin(int[] order)
    {
        using var scope = NewDisposeScope();
        _orderThere?.Dispose();
        (_order, _orderThere) = (order, TensorData.Indices(order, _device).DetachFromDisposeScope());
        foreach (var (place, sample) in order.Index())
        {
            _places[sample] = place;
        }
    }

    /// <inheritdoc/>
    public FlowBatch Gather(ReadOnlySpan<int> samples)
    {
        var place = _places[samples[0]];
        var isNext = _order.Length >= place + samples.Length && samples.SequenceEqual(_order.AsSpan(place, samples.Length));
        var chosen = isNext ? _orderThere!.narrow(0, place, samples.Length) : TensorData.Indices(samples.ToArray(), _device);
        return _all.Select(chosen) with { TrainingSamples = samples.ToArray() };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }

    private static long BytesOf(FlowSplit split) =>
        (sizeof(float) * (Length(split.Coarse) + Length(split.Fine) + Length(split.Mask) + (split.External?.Values.LongLength ?? 0)))
        + (sizeof(long) * (split.Time?.LongLength ?? 0));

    private static long Length(FineFlow.Core.FlowMaps? maps) => maps?.Values.LongLength ?? 0;
}
