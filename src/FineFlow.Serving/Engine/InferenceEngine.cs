using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Serving.Registry;

namespace FineFlow.Serving.Engine;

/// <summary>
/// Infers samples for many callers: their jobs wait in a bounded queue, and a thread of the engine's own takes what suits one another and
/// infers it at once. It knows nothing of HTTP.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private readonly EngineOptions _options;
    private readonly BatchQueue _queue;
    private readonly TensorThread _tensors;

    /// <summary>Starts the engine.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="metrics">Who counts what it does.</param>
    public InferenceEngine(EngineOptions options, ServingMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        (_options, Metrics, _queue) = (options, metrics, new BatchQueue(options.Queue));
        _tensors = new TensorThread(_queue, options.MaxBatch, metrics);
        metrics.Watch(() => _queue.Units);
    }

    /// <summary>Who counts what it does.</summary>
    public ServingMetrics Metrics { get; }

    /// <summary>Units that wait.</summary>
    public int Waiting => _queue.Units;

    /// <summary>Whether anything more could be taken: who asks first need not read and parse what would be refused.</summary>
    public bool HasRoom => !_queue.IsClosed && _queue.Units < _queue.Capacity;

    /// <summary>Counts a refusal and says what it is; it is the caller's to throw or to answer with.</summary>
    public RefusedException Refuse()
    {
        var reason = _queue.IsClosed ? RefusalReason.Stopping : RefusalReason.QueueFull;
        Metrics.Refused(reason);
        return new RefusedException(reason, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(_queue.Units * _tensors.SecondsPerUnit))));
    }

    /// <summary>Infers samples, each for itself: they may be inferred together with those of others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="coarse">Coarse maps [n, C, H, W], raw counts.</param>
    /// <param name="external">Their external factors, where the model uses them.</param>
    /// <param name="cancellation">Gives up the places of the samples that still wait.</param>
    /// <exception cref="BadInputException">The model's definition does not admit the maps.</exception>
    /// <exception cref="TooLargeException">The samples are more than fit into the queue, or a map into a batch.</exception>
    /// <exception cref="RefusedException">The queue is full, or the engine is stopping.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<IReadOnlyList<SampleAnswer>> InferAsync(
        LoadedModel model, FlowMaps coarse, ExternalFactors? external, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(coarse);
        model.Check(coarse, external);
        return InferAsync(
            model, [.. Enumerable.Range(0, coarse.Samples).Select(sample => new Sample(coarse.Slice(sample, 1), external?.Slice(sample, 1)))], cancellation);
    }

    /// <inheritdoc cref="InferAsync(LoadedModel, FlowMaps, ExternalFactors, CancellationToken)"/>
    /// <summary>Infers samples that need not be of one size. All of them are taken, or none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">The samples, at least one.</param>
    /// <param name="cancellation">Gives up the places of the samples that still wait.</param>
    public async Task<IReadOnlyList<SampleAnswer>> InferAsync(LoadedModel model, IReadOnlyList<Sample> samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(samples);
        cancellation.ThrowIfCancellationRequested();
        Check(model, samples);
        var jobs = samples.Select(sample => new InferenceJob(model, sample)).ToList();
        Admit(jobs);
        using var registration = cancellation.Register(() => Withdraw(jobs, cancellation));
        var fine = await Task.WhenAll(jobs.Select(job => job.Answer)).ConfigureAwait(false);
        return [.. jobs.Zip(fine, (job, answer) => Answer(model, job.Coarse, answer))];
    }

    /// <summary>Takes no more work, finishes what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Close();
        _tensors.Join();
    }

    private void Check(LoadedModel model, IReadOnlyList<Sample> samples)
    {
        foreach (var (coarse, external) in samples)
        {
            model.Check(coarse, external);
            if (model.UnitsOf(coarse) > _options.MaxBatch)
            {
                throw new TooLargeException(
                    $"a map of {coarse.Rows}x{coarse.Columns} cells; this server takes at most {(long)model.UnitCells * _options.MaxBatch} cells a map for this model");
            }
        }

        var units = samples.Sum(sample => (long)model.UnitsOf(sample.Coarse));
        if (units > _options.Queue)
        {
            throw new TooLargeException($"samples of {units * model.UnitCells} cells in all; this server takes at most {(long)_options.Queue * model.UnitCells} at once for this model");
        }
    }

    private void Admit(List<InferenceJob> jobs)
    {
        if (!_queue.TryAdd(jobs))
        {
            jobs.ForEach(job => job.Model.Release());
            throw Refuse();
        }
    }

    private void Withdraw(List<InferenceJob> jobs, CancellationToken cancellation)
    {
        foreach (var job in jobs)
        {
            if (_queue.Remove(job))
            {
                job.Model.Release();
            }

            job.Abandon(cancellation);
        }
    }

    private SampleAnswer Answer(LoadedModel model, FlowMaps coarse, FlowMaps fine)
    {
        var residual = ConservationResidual.Of(coarse, fine);
        if (!double.IsFinite(residual.Largest))
        {
            throw new BadInputException("coarse", $"holds counts too large for this {model.Card.Model} to compute with: its answer is not finite");
        }

        Metrics.Answered(model, residual);
        return new(coarse, fine, residual);
    }
}
