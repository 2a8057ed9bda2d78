using System.Diagnostics;
using System.Globalization;
using FineFlow.Core;
using FineFlow.Engine.Metrics;
using FineFlow.Torch.Inference;
using TorchSharp;
using static System.FormattableString;

namespace FineFlow.Engine.Inference;

/// <summary>The thread that all inference on a device runs on: tensors and their dispose scopes belong to a thread.</summary>
internal sealed class TensorThread
{
    private readonly BatchQueue _queue;
    private readonly EngineMetrics _metrics;
    private readonly int _device;
    private readonly Thread _thread;

    /// <param name="queue">The queue of all devices.</param>
    /// <param name="metrics">Counts the work.</param>
    /// <param name="device">The device's place in the list of devices.</param>
    public TensorThread(BatchQueue queue, EngineMetrics metrics, int device)
    {
        (_queue, _metrics, _device) = (queue, metrics, device);
        _thread = new Thread(Run) { Name = Invariant($"fineflow tensors {device}"), IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits until everything in the closed queue is done.</summary>
    public void Join() => _thread.Join();

    private void Run()
    {
        // What is said of a failure does not follow the culture of the program around.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        // Asking also makes the number of threads that the program chose this thread's own.
        _ = torch.get_num_threads();
        for (var batch = _queue.Take(); batch.Count > 0; batch = _queue.Take())
        {
            foreach (var job in batch)
            {
                job.Begin();
            }

            var started = Stopwatch.GetTimestamp();
            var (model, waited) = (batch[0].Model, batch.Aggregate(TimeSpan.Zero, (sum, job) => sum + job.Wait));
            var succeeded = Infer(batch);
            var computed = Stopwatch.GetElapsedTime(started);
            model.Statistics.Add(batch.Count, waited, computed, succeeded);
            _metrics.Inferred(model.Name, computed, [.. batch.Select(job => job.Age)]);
        }
    }

    /// <summary>Answers a batch, and returns whether it could be inferred.</summary>
    private bool Infer(IReadOnlyList<InferenceJob> batch)
    {
        FineBand inferred;
        try
        {
            inferred = batch[0].Model.Infer(FlowInputs.Join([.. batch.Select(job => job.Inputs)]), _device);
        }
        catch (Exception failure)
        {
            // Whatever it is, it is the callers' to know; the engine goes on.
            foreach (var job in batch)
            {
                job.Fail(failure);
            }

            return false;
        }

        for (var sample = 0; sample < batch.Count; sample++)
        {
            batch[sample].Finish(batch.Count == 1 ? inferred : inferred.Only(sample));
        }

        return true;
    }
}
