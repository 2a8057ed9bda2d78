using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Engine.Metrics;
using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>
/// Infers samples for many callers: their jobs wait in a bounded queue, and a thread of the engine's own takes what suits one another and
/// infers it at once. It knows nothing of HTTP.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(1);

    private readonly BatchQueue _queue;
    private readonly TensorThread _tensors;
    private readonly bool _strict;

    /// <summary>Starts the engine.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="metrics">Who counts what it does.</param>
    public InferenceEngine(EngineOptions options, EngineMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        (Metrics, _queue, _strict) = (metrics, new BatchQueue(options, TimeProvider.System), options.Strict);
        _tensors = new TensorThread(_queue, metrics);
        metrics.Watch(() => _queue.Units);
    }

    /// <summary>Who counts what it does.</summary>
    public EngineMetrics Metrics { get; }

    /// <summary>Units that wait.</summary>
    public int Waiting => _queue.Units;

    /// <summary>Whether anything more could be taken for a model: who asks first need not read and parse what would be refused.</summary>
    public bool HasCapacity(LoadedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _queue.HasCapacity(model.Throughput);
    }

    /// <summary>Counts a refusal and says what it is; it is the caller's to throw or to answer with.</summary>
    public RefusedException Refuse()
    {
        var reason = _queue.IsClosed ? RefusalReason.Stopping : RefusalReason.QueueFull;
        Metrics.Refused(reason == RefusalReason.QueueFull ? "queue_full" : "stopping");
        _queue.RecordRefusal();
        return new RefusedException(reason, SoonEnough);
    }

    /// <summary>Infers a sample; it may be inferred together with those of others.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="cancellation">Gives up its place while it waits.</param>
    /// <exception cref="BadInputException">The model's definition does not admit the sample.</exception>
    /// <exception cref="TooLargeException">The map is larger than any that is taken.</exception>
    /// <exception cref="RefusedException">The queue is full, or the engine is stopping.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<InferenceResult> InferAsync(LoadedModel model, Sample sample, CancellationToken cancellation = default) =>
        TryInfer(model, sample, cancellation) ?? throw Refuse();

    /// <summary>The same, but a full queue is waited for: for those who are let in already, and must not be turned away half-way.</summary>
    /// <inheritdoc cref="InferAsync(LoadedModel, Sample, CancellationToken)"/>
    public async Task<InferenceResult> WaitAndInferAsync(LoadedModel model, Sample sample, CancellationToken cancellation = default)
    {
        while (true)
        {
            var change = _queue.Change;
            if (TryInfer(model, sample, cancellation) is { } answer)
            {
                return await answer.ConfigureAwait(false);
            }

            if (_queue.IsClosed)
            {
                throw Refuse();
            }

            await change.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Infers several samples, which need not be of one size. Once the first is taken, the others wait for room.</summary>
    /// <inheritdoc cref="InferAsync(LoadedModel, Sample, CancellationToken)"/>
    public async Task<IReadOnlyList<InferenceResult>> InferAsync(LoadedModel model, IReadOnlyList<Sample> samples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            return await Task.WhenAll(samples.Select((sample, index) =>
                index == 0 ? InferAsync(model, sample, leave.Token) : WaitAndInferAsync(model, sample, leave.Token))).ConfigureAwait(false);
        }
        catch
        {
            // One has failed: nobody waits for the others.
            await leave.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes no more work, finishes what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Close();
        _tensors.Join();
    }

    /// <summary>Starts on a sample; null where there is no room for it.</summary>
    private Task<InferenceResult>? TryInfer(LoadedModel model, Sample sample, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        cancellation.ThrowIfCancellationRequested();
        Check(model, sample);
        var job = new InferenceJob(model, sample, model.CompareWithTraining(sample.Coarse, sample.Origin, _strict));
        if (_queue.TryAdd(job))
        {
            return AnswerAsync(job, cancellation);
        }

        model.Release();
        return null;
    }

    private async Task<InferenceResult> AnswerAsync(InferenceJob job, CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => Withdraw(job, cancellation));
        var fine = await job.Answer.ConfigureAwait(false);
        var residual = ConservationResidual.Of(job.Coarse, fine);
        if (!double.IsFinite(residual.Largest))
        {
            throw new BadInputException("coarse", $"holds counts too large for this {job.Model.Card.Model} to compute with: its answer is not finite");
        }

        Metrics.Answered(job.Model.Name, residual);
        return new(job.Coarse, fine, residual, job.Warnings);
    }

    private void Withdraw(InferenceJob job, CancellationToken cancellation)
    {
        if (_queue.Remove(job))
        {
            job.Model.Release();
        }

        job.Abandon(cancellation);
    }

    private static void Check(LoadedModel model, Sample sample)
    {
        var (coarse, external, _) = sample;
        model.Check(coarse, external);
        if (model.UnitsOf(coarse) > EngineOptions.LargestMap)
        {
            throw new TooLargeException(
                $"a map of {coarse.Rows}x{coarse.Columns} cells; this server takes at most {(long)model.UnitCells * EngineOptions.LargestMap} cells a map for this model");
        }
    }
}
