using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Engine.Metrics;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Runtime;

namespace FineFlow.Engine.Inference;

/// <summary>
/// Infers samples for many callers. Their jobs wait in a bounded queue. A thread of the engine, one for each device, takes jobs that can
/// share a batch and infers them at once.
/// </summary>
internal sealed class InferenceEngine : IDisposable
{
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(1);

    private readonly BatchQueue _queue;
    private readonly IReadOnlyList<TensorThread> _tensors;
    private readonly bool _strict;

    /// <summary>Starts the engine.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="metrics">Counts the engine's work.</param>
    public InferenceEngine(EngineOptions options, EngineMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        var devices = Devices.ResolveAll(options.Device).Count;
        (Metrics, _queue, _strict) = (metrics, new BatchQueue(options, TimeProvider.System, devices), options.Strict);
        _tensors = [.. Enumerable.Range(0, devices).Select(device => new TensorThread(_queue, metrics, device))];
        metrics.Watch(() => _queue.Units);
    }

    /// <summary>Counts the engine's work.</summary>
    public EngineMetrics Metrics { get; }

    /// <summary>Units that wait.</summary>
    public int Waiting => _queue.Units;

    /// <summary>
    /// Returns whether the queue has room for one more map of a model, as far as its speed is known. A caller that asks first need not
    /// parse a request that would be refused.
    /// </summary>
    public bool HasCapacity(ServedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return !model.IsTried || _queue.HasCapacity(model);
    }

    /// <summary>
    /// Records a rejected request and returns the exception that describes it, for the caller to throw or to answer with.
    /// </summary>
    public RefusedException Refuse()
    {
        var reason = _queue.IsClosed ? RefusalReason.Stopping : RefusalReason.QueueFull;
        Metrics.Refused(reason == RefusalReason.QueueFull ? "queue_full" : "stopping");
        _queue.RecordRefusal();
        return new RefusedException(reason, SoonEnough);
    }

    /// <summary>Infers a sample, possibly in one batch with samples of other callers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="cancellationToken">Gives up its place while it waits.</param>
    /// <exception cref="BadInputException">The model's definition does not admit the sample.</exception>
    /// <exception cref="TooLargeException">The map is larger than any that is taken.</exception>
    /// <exception cref="RefusedException">The queue is full, or the engine is stopping.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<InferenceResult> InferAsync(ServedModel model, Sample sample, CancellationToken cancellationToken = default) =>
        TraceAsync(model, 1, span => AskAsync(model, sample, span, cancellationToken));

    /// <summary>Infers a sample, and waits while the queue is full: for callers that are admitted already.</summary>
    /// <inheritdoc cref="InferAsync(ServedModel, Sample, CancellationToken)"/>
    public Task<InferenceResult> WaitAndInferAsync(ServedModel model, Sample sample, CancellationToken cancellationToken = default) =>
        TraceAsync(model, 1, span => WaitAndAskAsync(model, sample, span, cancellationToken));

    /// <summary>Infers several samples, which need not be of one size. Once the first is taken, the others wait for room.</summary>
    /// <inheritdoc cref="InferAsync(ServedModel, Sample, CancellationToken)"/>
    public Task<IReadOnlyList<InferenceResult>> InferAsync(
        ServedModel model, IReadOnlyList<Sample> samples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return TraceAsync(model, samples.Count, span => AskAllAsync(model, samples, span, cancellationToken));
    }

    /// <summary>Takes no more work, finishes what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var thread in _tensors)
        {
            thread.Join();
        }
    }

    private static async Task<T> TraceAsync<T>(ServedModel model, int samples, Func<InferenceSpan, Task<T>> infer)
    {
        using var span = InferenceSpan.Start(model, samples);
        try
        {
            return await infer(span).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    private Task<InferenceResult> AskAsync(ServedModel model, Sample sample, InferenceSpan span, CancellationToken cancellationToken) =>
        TryInfer(model, sample, span, cancellationToken) ?? throw Refuse();

    private async Task<InferenceResult> WaitAndAskAsync(
        ServedModel model, Sample sample, InferenceSpan span, CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = _queue.Change;
            if (TryInfer(model, sample, span, cancellationToken) is { } answer)
            {
                return await answer.ConfigureAwait(false);
            }

            if (_queue.IsClosed)
            {
                throw Refuse();
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<InferenceResult>> AskAllAsync(
        ServedModel model, IReadOnlyList<Sample> samples, InferenceSpan span, CancellationToken cancellationToken)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await Task.WhenAll(samples.Select((sample, index) => index == 0
                ? AskAsync(model, sample, span, leave.Token)
                : WaitAndAskAsync(model, sample, span, leave.Token))).ConfigureAwait(false);
        }
        catch
        {
            // One has failed, so the results of the others are not needed.
            await leave.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts on a sample; null where there is no room for it.</summary>
    private Task<InferenceResult>? TryInfer(ServedModel model, Sample sample, InferenceSpan span, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        cancellationToken.ThrowIfCancellationRequested();
        Check(model, sample.Inputs);
        var job = new InferenceJob(model, sample, model.CompareWithTraining(sample.Inputs, sample.Origin, _strict));
        if (_queue.TryAdd(job))
        {
            return AnswerAsync(job, span, cancellationToken);
        }

        model.Weights.Release();
        return null;
    }

    private async Task<InferenceResult> AnswerAsync(InferenceJob job, InferenceSpan span, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(() => Withdraw(job, cancellationToken));
        var inferred = await job.Answer.ConfigureAwait(false) with { Coarse = job.Inputs.Coarse };
        span.Waited(job.Wait);
        var residual = ConservationResidual.Of(inferred.Coarse, inferred.Fine, inferred.Mask);
        if (!double.IsFinite(residual.Largest))
        {
            throw new BadInputException(
                "coarse", $"holds counts too large for this {job.Model.Card.Model} to compute with: its answer is not finite");
        }

        Metrics.Answered(job.Model.Name, residual);
        job.Model.Recent?.Add(job.Inputs);
        return new(inferred, residual, job.Warnings);
    }

    private void Withdraw(InferenceJob job, CancellationToken cancellationToken)
    {
        if (_queue.Remove(job))
        {
            job.Model.Weights.Release();
        }

        job.Abandon(cancellationToken);
    }

    private static void Check(ServedModel model, FlowInputs inputs)
    {
        model.Check(inputs);
        var coarse = inputs.Coarse;
        if (model.UnitsOf(coarse) > EngineOptions.LargestMap)
        {
            throw new TooLargeException(
                $"a map of {coarse.Rows}x{coarse.Columns} cells; this server takes at most "
                + $"{(long)model.UnitCells * EngineOptions.LargestMap} cells a map for this model");
        }
    }
}
