using System.Diagnostics;
using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>
/// An inference as listeners of System.Diagnostics see it: an activity of the source <c>FineFlow</c> from admission to answer. It costs
/// next to nothing where nobody listens.
/// </summary>
internal sealed class InferenceSpan : IDisposable
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "FineFlow";

    /// <summary>Name of the activity.</summary>
    public const string ActivityName = "fineflow.infer";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity? _activity;
    private readonly Lock _gate = new();
    private TimeSpan _longestWait;

    private InferenceSpan(Activity? activity) => _activity = activity;

    /// <summary>Starts the span of some samples that are asked for at once.</summary>
    public static InferenceSpan Start(ServedModel model, int samples)
    {
        ArgumentNullException.ThrowIfNull(model);
        var activity = Source.StartActivity(ActivityName);
        activity?.SetTag("fineflow.model", model.Name);
        activity?.SetTag("fineflow.version", model.Version);
        activity?.SetTag("fineflow.samples", samples);
        return new(activity);
    }

    /// <summary>Notes how long a sample waited for its batch to begin; the longest of a span's samples is told, in seconds.</summary>
    public void Waited(TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait >= _longestWait)
            {
                _longestWait = wait;
                _activity?.SetTag("fineflow.queue.duration", wait.TotalSeconds);
            }
        }
    }

    /// <summary>Marks the span as failed.</summary>
    public void Fail(Exception failure) => _activity?.SetStatus(ActivityStatusCode.Error, failure.Message);

    /// <inheritdoc/>
    public void Dispose() => _activity?.Dispose();
}
