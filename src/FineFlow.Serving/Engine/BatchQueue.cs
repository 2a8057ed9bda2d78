namespace FineFlow.Serving.Engine;

/// <summary>
/// Jobs that wait, so many units at most. A channel could neither give up the place of a job whose caller has left, nor hand out jobs that
/// suit one another out of turn.
/// </summary>
internal sealed class BatchQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly LinkedList<InferenceJob> _waiting = [];
    private int _units;
    private bool _closed;

    public int Capacity => capacity;

    public int Units => Volatile.Read(ref _units);

    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Adds all jobs or none.</summary>
    /// <returns>Whether there was room and the queue is open.</returns>
    public bool TryAdd(IReadOnlyCollection<InferenceJob> jobs)
    {
        lock (_gate)
        {
            var units = jobs.Sum(job => job.Units);
            if (_closed || _units + units > capacity)
            {
                return false;
            }

            foreach (var job in jobs)
            {
                _waiting.AddLast(job);
            }

            _units += units;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes a job out before its turn.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool Remove(InferenceJob job)
    {
        lock (_gate)
        {
            var waited = _waiting.Remove(job);
            _units -= waited ? job.Units : 0;
            return waited;
        }
    }

    /// <summary>Waits for work: the first job, and those behind it that can be inferred with it.</summary>
    /// <param name="maxUnits">Units of the batch at most.</param>
    /// <returns>The batch; empty when the queue is closed and nothing waits.</returns>
    public IReadOnlyList<InferenceJob> Take(int maxUnits)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            var batch = new List<InferenceJob>();
            var room = maxUnits;
            for (var node = _waiting.First; node is not null && room > 0;)
            {
                var (job, next) = (node.Value, node.Next);
                if (batch.Count == 0 || (job.Units <= room && job.Suits(batch[0])))
                {
                    _waiting.Remove(node);
                    batch.Add(job);
                    room -= job.Units;
                }

                node = next;
            }

            _units -= batch.Sum(job => job.Units);
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
        }
    }
}
