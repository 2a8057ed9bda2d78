using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual.Replay;

/// <summary>Draws different numbers below a bound, in random order.</summary>
/// <param name="count">How many.</param>
/// <param name="below">The bound.</param>
internal delegate int[] DistinctDraw(int count, int below);

/// <summary>
/// CUFAR's buffer (Yu et al., AAAI 2023, published code). The first task fills M, which is replayed. Later tasks but the last fill a second
/// buffer of half the size, which overwrites half of M when the next task begins. Samples are chosen over all batches of all epochs by an
/// approximate reservoir.
/// </summary>
internal sealed class ReplayBuffer
{
    private readonly Tensor _seen = zeros(1, ScalarType.Int64);
    private readonly SampleSlots? _target;

    /// <param name="capacity">Samples of M.</param>
    /// <param name="task">The task, counted from 1.</param>
    /// <param name="isLast">Whether it is the last one, which stores nothing.</param>
    /// <param name="like">A split with maps of the samples' sizes.</param>
    public ReplayBuffer(int capacity, int task, bool isLast, FlowSplit like)
    {
        Kept = new(capacity, like);
        Recent = new(capacity / 2, like);
        _target = isLast ? null : task == 1 ? Kept : Recent;
    }

    /// <summary>M: the samples that are replayed.</summary>
    public SampleSlots Kept { get; }

    /// <summary>The samples of the present task, if it is neither the first nor the last.</summary>
    public SampleSlots Recent { get; }

    /// <summary>Samples of the present task that were offered and counted.</summary>
    public int Seen
    {
        get => (int)_seen.item<long>();
        private set => _seen.fill_((long)value);
    }

    /// <summary>Returns the tensors by name; the caller disposes of them.</summary>
    public Dictionary<string, Tensor> Tensors() => new(
    [
        KeyValuePair.Create("seen", _seen),
        .. Kept.Tensors("kept."),
        .. Recent.Tensors("recent."),
    ]);

    /// <summary>
    /// Begins a task: what the task before has stored beside M goes into M, first into free slots, then over samples drawn at random.
    /// </summary>
    public void BeginTask(DistinctDraw draw)
    {
        var count = Recent.Count;
        using (var scope = NewDisposeScope())
        {
            var stored = Recent.Gather([.. Enumerable.Range(0, count)], CPU);
            var filled = Kept.Count;
            var free = Math.Min(count, Kept.Capacity - filled);
            int[] slots = [.. Enumerable.Range(filled, free), .. draw(count - free, filled)];
            for (var sample = 0; sample < count; sample++)
            {
                Kept.Put(slots[sample], stored, sample);
            }
        }

        Recent.Clear();
        Seen = 0;
    }

    /// <summary>Offers a batch of the present task.</summary>
    public void Offer(FlowBatch batch, DistinctDraw draw)
    {
        if (_target is null)
        {
            return;
        }

        var (samples, seen, capacity) = ((int)batch.Coarse.shape[0], Seen, _target.Capacity);
        if (seen < capacity)
        {
            var stored = Math.Min(samples, capacity - seen);
            for (var sample = 0; sample < stored; sample++)
            {
                _target.Put(seen + sample, batch, sample);
            }

            Seen = seen + stored;
            return;
        }

        // The j-th number that names a slot goes to the j-th sample, as published.
        var slots = draw(Math.Min(samples, seen + 1), seen + 1).Where(number => number < capacity).ToArray();
        for (var sample = 0; sample < slots.Length; sample++)
        {
            _target.Put(slots[sample], batch, sample);
        }

        Seen = slots.Length > 0 ? seen + samples : seen;
    }

    /// <summary>Returns samples of M, each at most once: as many as asked for or as it holds.</summary>
    public FlowBatch Draw(int count, DistinctDraw draw, Device device) =>
        Kept.Gather(draw(Math.Min(count, Kept.Count), Kept.Count), device);
}
