using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>
/// A queue of jobs. A channel could neither give up the place of a job whose caller has left, nor hand out jobs of one batch out of turn,
/// nor be shorter under lasting overload than in a burst. The models' jobs take turns, so that each has the same time while several wait
/// (start-time fair queueing, Goyal, Vin and Cheng, 1996): one that is asked much does not keep the others waiting.
/// </summary>
/// <param name="options">Its limits.</param>
/// <param name="clock">The time.</param>
/// <param name="takers">Number of threads that take batches from it.</param>
internal sealed class BatchQueue(EngineOptions options, TimeProvider clock, int takers = 1)
{
    /// <summary>Time after a rejected request during which the queue stays short.</summary>
    internal static readonly TimeSpan OverloadCooldown = TimeSpan.FromSeconds(0.5);

    private readonly object _gate = new();

    /// <summary>
    /// The models with jobs that wait, the one that has waited longest first, and those without that have had more time than others.
    /// </summary>
    private readonly List<ModelQueue> _queues = [];
    private TaskCompletionSource _change = NewChange();
    private long? _lastRefusal, _busySince;
    private int _units;
    private bool _closed;

    /// <summary>The virtual time: when the latest batch began.</summary>
    private TimeSpan _turn;

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

    /// <summary>
    /// Returns whether the queue has room for a number of units of a model. While it is full, a model still has its share of it.
    /// </summary>
    public bool HasCapacity(ServedModel model, int units = 1)
    {
        lock (_gate)
        {
            if (_closed || _units == 0)
            {
                return !_closed;
            }

            var (limit, waiting) = (Limit(model.Throughput), Find(model)?.Units ?? 0);
            var models = _queues.Count(queue => !queue.IsEmpty && queue.Model != model) + 1;
            var hasShare = waiting == 0 ? models > 1 : waiting + units <= limit / models;
            return _units + units <= (hasShare ? options.Queue : limit);
        }
    }

    /// <summary>Adds a job.</summary>
    /// <returns>Whether there was room and the queue is open.</returns>
    public bool TryAdd(InferenceJob job)
    {
        lock (_gate)
        {
            if (!HasCapacity(job.Model, job.Units))
            {
                return false;
            }

            QueueOf(job.Model).Add(job);
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
            if (!_queues.Exists(queue => queue.Remove(job)))
            {
                return false;
            }

            _units -= job.Units;
            SignalChange();
            return true;
        }
    }

    /// <summary>
    /// Waits for work: the first job of the model that has had the least time, and those behind it that can be inferred with it.
    /// </summary>
    /// <returns>The batch; empty when the queue is closed and nothing waits.</returns>
    public IReadOnlyList<InferenceJob> Take()
    {
        lock (_gate)
        {
            WaitForWork();
            if (_units == 0)
            {
                return [];
            }

            var next = _queues.Where(queue => !queue.IsEmpty).MinBy(queue => queue.Turn)!;
            _turn = next.Turn;
            var batch = next.TakeBatch();
            _queues.Remove(next);
            _queues.Add(next);
            _queues.RemoveAll(queue => queue.IsEmpty && queue.Turn <= _turn);
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
        while (_units == 0 && !_closed)
        {
            _queues.Clear();
            _busySince = null;
            Monitor.Wait(_gate);
        }

        _busySince ??= clock.GetTimestamp();
    }

    private ModelQueue QueueOf(ServedModel model)
    {
        var queue = Find(model);
        if (queue is null)
        {
            _queues.Add(queue = new(model));
        }

        if (queue.IsEmpty && queue.Turn < _turn)
        {
            queue.Turn = _turn; // time in which it asked for nothing is not made up for
        }

        return queue;
    }

    private ModelQueue? Find(ServedModel model) => _queues.Find(queue => queue.Model == model);

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
