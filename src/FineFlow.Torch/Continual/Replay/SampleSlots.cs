using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Replay;

/// <summary>Room for samples of past tasks, on the CPU. Slots are filled from the first on; the others are never read.</summary>
internal sealed class SampleSlots
{
    private readonly Tensor _count = zeros(1, ScalarType.Int64);
    private readonly Tensor _coarse;
    private readonly Tensor _fine;
    private readonly Tensor? _external;

    /// <param name="capacity">Number of slots.</param>
    /// <param name="like">A split with maps of the samples' sizes.</param>
    public SampleSlots(int capacity, FlowSplit like)
    {
        var (coarse, fine) = (like.Coarse.Shape, like.Fine.Shape);
        Capacity = capacity;
        _coarse = zeros([capacity, coarse.Channels, coarse.Rows, coarse.Columns]);
        _fine = zeros([capacity, fine.Channels, fine.Rows, fine.Columns]);
        _external = like.External is { } external ? zeros([capacity, external.Columns]) : null;
    }

    /// <summary>Number of slots.</summary>
    public int Capacity { get; }

    /// <summary>Slots that hold a sample.</summary>
    public int Count
    {
        get => (int)_count.item<long>();
        private set => _count.fill_((long)value);
    }

    /// <summary>Returns the tensors by name; the caller disposes of them.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors(string prefix)
    {
        (string Name, Tensor? Values)[] all = [("count", _count), ("coarse", _coarse), ("fine", _fine), ("external", _external)];
        return all.Where(pair => pair.Values is not null).Select(pair => KeyValuePair.Create(prefix + pair.Name, pair.Values!));
    }

    /// <summary>Writes a sample of a batch into a slot: a filled one, or the first free one.</summary>
    public void Put(int slot, FlowBatch batch, int sample)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, Count);
        using var scope = NewDisposeScope();
        _coarse[slot].copy_(batch.Coarse[sample]);
        _fine[slot].copy_(batch.Truth![sample]);
        _external?[slot].copy_(batch.External![sample]);
        Count = Math.Max(Count, slot + 1);
    }

    /// <summary>Returns the samples of some slots, on a device.</summary>
    public FlowBatch Gather(int[] slots, Device device)
    {
        using var index = TensorData.Indices(slots, CPU);
        return new(_coarse.index_select(0, index).to(device), _external?.index_select(0, index).to(device))
        {
            Truth = _fine.index_select(0, index).to(device),
        };
    }

    /// <summary>Makes all slots free.</summary>
    public void Clear() => Count = 0;
}
