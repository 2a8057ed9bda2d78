using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;

namespace FineFlow.AspNetCore.Live;

/// <summary>The latest live frames, and the listeners that are told of new ones.</summary>
internal sealed class LiveFrames
{
    /// <summary>Frames that are kept.</summary>
    public const int Kept = 96;

    private const int MaxListeners = 256, KeptReplaced = 16;

    private readonly Lock _gate = new();
    private readonly List<LiveFrame> _frames = [];
    private readonly Queue<LiveFrame> _replaced = new();
    private readonly HashSet<Channel<LiveFrame>> _listeners = [];
    private long _lastId;

    /// <summary>The frames that are kept, the oldest first.</summary>
    public IReadOnlyList<LiveFrame> Recent
    {
        get
        {
            lock (_gate)
            {
                return [.. _frames];
            }
        }
    }

    /// <summary>The frame of an id; null where it is not kept.</summary>
    public LiveFrame? Find(long id)
    {
        lock (_gate)
        {
            return _frames.Concat(_replaced).FirstOrDefault(frame => frame.Id == id);
        }
    }

    /// <summary>Keeps a frame, in the place of the one that it replaces, and tells of it.</summary>
    public LiveFrame Add(
        ServedModel model, DateTime? time, ExternalFactors? external, InferenceResult answer, CountedSlot? slot = null)
    {
        lock (_gate)
        {
            var frame = new LiveFrame(++_lastId, model.Name, model.Version, time, external?.Values, answer, slot);
            Keep(frame);

            foreach (var listener in _listeners)
            {
                listener.Writer.TryWrite(frame);
            }

            return frame;
        }
    }

    /// <summary>Whoever has just been told of a frame may still fetch it when it is replaced.</summary>
    private void Keep(LiveFrame frame)
    {
        if (_frames.Find(kept => kept.Id == frame.Slot?.Replaces) is { } replaced)
        {
            _frames.Remove(replaced);
            _replaced.Enqueue(replaced);
        }

        _frames.Add(frame);
        if (_frames.Count > Kept)
        {
            _frames.RemoveAt(0);
        }

        if (_replaced.Count > KeptReplaced)
        {
            _replaced.Dequeue();
        }
    }

    /// <summary>New frames as they come, after those that are kept and came after <paramref name="lastId"/>.</summary>
    /// <param name="lastId">The last frame that the listener knows; it gets only new ones where null.</param>
    /// <param name="silence">After so long without a frame comes null, so that the line is not taken for dead.</param>
    /// <param name="cancellationToken">The listener leaves.</param>
    /// <exception cref="RefusedException">As many listen as may.</exception>
    public IAsyncEnumerable<LiveFrame?> Listen(long? lastId, TimeSpan silence, CancellationToken cancellationToken)
    {
        // A listener too slow for its frames loses the oldest: the ring would have forgotten them as well.
        var channel = Channel.CreateBounded<LiveFrame>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_listeners.Count >= MaxListeners)
            {
                throw new RefusedException(RefusalReason.QueueFull, silence);
            }

            foreach (var frame in _frames.Where(frame => frame.Id > (lastId ?? long.MaxValue)))
            {
                channel.Writer.TryWrite(frame);
            }

            _listeners.Add(channel);
        }

        return Hear(channel, silence, cancellationToken);
    }

    private async IAsyncEnumerable<LiveFrame?> Hear(
        Channel<LiveFrame> channel, TimeSpan silence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                yield return await NextAsync(channel.Reader, silence, cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
            {
                _listeners.Remove(channel);
            }
        }
    }

    private static async Task<LiveFrame?> NextAsync(ChannelReader<LiveFrame> frames, TimeSpan silence, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(silence);
        try
        {
            return await frames.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
