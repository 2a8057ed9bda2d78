using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Inference;

/// <summary>One sample that waits for its answer. It holds a reference to its model until it is finished.</summary>
internal sealed class InferenceJob
{
    private readonly TaskCompletionSource<FineBand> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _asked = Stopwatch.GetTimestamp();

    public InferenceJob(ServedModel model, Sample sample, IReadOnlyList<string> warnings)
    {
        (Model, Inputs, Warnings, Units) = (model, sample.Inputs, warnings, model.UnitsOf(sample.Inputs.Coarse));
        model.Weights.AddReference();
    }

    public ServedModel Model { get; }

    public FlowInputs Inputs { get; }

    /// <summary>Differences of the coarse map to those that the model was trained on.</summary>
    public IReadOnlyList<string> Warnings { get; }

    public int Units { get; }

    /// <summary>The inferred sample.</summary>
    public Task<FineBand> Answer => _answer.Task;

    public TimeSpan Age => Stopwatch.GetElapsedTime(_asked);

    /// <summary>Time from the admission to the beginning of the batch.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Notes that the batch begins.</summary>
    public void Begin() => Wait = Age;

    /// <summary>Returns whether both jobs can share a batch.</summary>
    public bool CanBatchWith(InferenceJob other) =>
        ReferenceEquals(Model, other.Model) && Inputs.CanJoin(other.Inputs);

    /// <summary>Gives the model back and answers, in this order: who has his answer no longer keeps the model in memory.</summary>
    public void Finish(FineBand inferred)
    {
        Model.Weights.Release();
        _answer.TrySetResult(inferred);
    }

    /// <inheritdoc cref="Finish"/>
    public void Fail(Exception failure)
    {
        Model.Weights.Release();
        _answer.TrySetException(failure);
    }

    /// <summary>Cancels the answer. Whether the work itself is still done depends on the queue.</summary>
    public void Abandon(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
