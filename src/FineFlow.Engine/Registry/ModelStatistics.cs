namespace FineFlow.Engine.Registry;

/// <summary>What a version of a model has done since it was loaded. Safe for several threads.</summary>
internal sealed class ModelStatistics
{
    private readonly Lock _gate = new();
    private ModelWork _work = new();

    /// <summary>The work so far.</summary>
    public ModelWork Work
    {
        get
        {
            lock (_gate)
            {
                return _work;
            }
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="waited">Time that all samples waited for it, added up.</param>
    /// <param name="computed">Time that it took.</param>
    /// <param name="succeeded">Whether it was answered.</param>
    internal void Add(int samples, TimeSpan waited, TimeSpan computed, bool succeeded)
    {
        lock (_gate)
        {
            _work = succeeded
                ? _work with
                {
                    Samples = _work.Samples + samples,
                    Batches = _work.Batches + 1,
                    Waited = _work.Waited + waited,
                    Computed = _work.Computed + computed,
                    Last = DateTimeOffset.UtcNow,
                }
                : _work with { Failed = _work.Failed + samples, FailedTime = _work.FailedTime + waited + computed };
        }
    }
}

/// <summary>Work of a model.</summary>
/// <param name="Samples">Samples that were answered.</param>
/// <param name="Batches">Batches in which they were inferred.</param>
/// <param name="Waited">Time that the samples waited for their batches, added up.</param>
/// <param name="Computed">Time that the batches took.</param>
/// <param name="Failed">Samples that were not answered.</param>
/// <param name="FailedTime">Time that was spent on them.</param>
/// <param name="Last">End of the last batch; null before it.</param>
internal sealed record ModelWork(
    long Samples = 0,
    long Batches = 0,
    TimeSpan Waited = default,
    TimeSpan Computed = default,
    long Failed = 0,
    TimeSpan FailedTime = default,
    DateTimeOffset? Last = null);
