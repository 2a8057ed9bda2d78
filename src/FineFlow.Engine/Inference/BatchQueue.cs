using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>
/// A queue of jobs. A channel could neither give up the place of a job whose caller has left, nor hand out jobs of one batch out of turn,
/// nor be shorter under lasting overload than in a burst.
/// </summary>
/// <param name="options">Its limits.</param>
/// <param name="clock">The time.</param>
/// <param name="takers">Number of threads that take batches from it.</param>
internal sealed class BatchQueue(EngineOptions options, TimeProvider clock, int takers = 1)
{
    /// <summary>Time after a rejected request during which the queue stays short.</summary>
    internal static readonly TimeSpan OverloadCooldown = TimeSpan.FromSeconds(0.5);

    private readonly object _gate = new();
    private readonly LinkedList<InferenceJob> _waiting = [];
    private TaskCompletionSource _change = NewChange();
    private long? _lastRefusal, _busySince;
    private int _units;
    private bool _closed;

    /// <summary>Units that wait.</summary>
    public int Units => Volatile.Read(ref _units);

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Completes when room may have become free.</summary>
    public Task Change
    {
        get
        {
            lock (_gate)
            {
                return _change.Task;
            }
        }
    }

    /// <summary>Returns whether the queue has room for a number of units of a model.</summary>
    public bool HasCapacity(Throughput throughput, int units = 1)
    {
        lock (_gate)
        {
            return !_closed && (_units == 0 || _units + units <= Limit(throughput));
        }
    }

    /// <summary>Adds a job.</summary>
    /// <returns>Whether there was room and the queue is open.</returns>
    public bool TryAdd(InferenceJob job)
    {
        lock (_gate)
        {
            if (!HasCapacity(job.Model.Throughput, job.Units))
            {
                return false;
            }

            _waiting.AddLast(job);
            _units += job.Units;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Records a rejected request, which marks the queue as overloaded.</summary>
    public void RecordRefusal()
    {
        lock (_gate)
        {
            _lastRefusal = clock.GetTimestamp();
        }
    }

    /// <summary>Takes a job out before its turn.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool Remove(InferenceJob job)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(job))
            {
                return false;
            }

            _units -= job.Units;
            SignalChange();
            return true;
        }
    }

    /// <summary>Waits for work: the first job, and those behind it that can be inferred with it.</summary>
    /// <returns>The batch; empty when the queue is closed and nothing waits.</returns>
    public IReadOnlyList<InferenceJob> Take()
    {
        lock (_gate)
        {
            WaitForWork();
            var batch = new List<InferenceJob>();
            var room = _waiting.First?.Value.Model.Throughput.Batch ?? 0;
            for (var node = _waiting.First; node is not null && room > 0;)
            {
                var (job, next) = (node.Value, node.Next);
                if (batch.Count == 0 || (job.Units <= room && job.CanBatchWith(batch[0])))
                {
                    _waiting.Remove(node);
                    batch.Add(job);
                    room -= job.Units;
                }

                node = next;
            }

            _units -= batch.Sum(job => job.Units);
            SignalChange();
            return batch;
        }
    }

    /// <summary>Takes no more jobs; those that wait are still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
            SignalChange();
        }
    }

    private void WaitForWork()
    {
        while (_waiting.Count == 0 && !_closed)
        {
            _busySince = null;
            Monitor.Wait(_gate);
        }

        _busySince ??= clock.GetTimestamp();
    }

    private int Limit(Throughput throughput)
    {
        var isOverloaded = Passed(_busySince) > options.Burst || Passed(_lastRefusal) < OverloadCooldown;
        var units = isOverloaded ? throughput.Batch : Math.Max(throughput.Batch, options.Burst / throughput.UnitTime);
        return (int)Math.Min(options.Queue, takers * units);
    }

    private TimeSpan? Passed(long? since) => since is { } moment ? clock.GetElapsedTime(moment) : null;

    private void SignalChange()
    {
        _change.SetResult();
        _change = NewChange();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
