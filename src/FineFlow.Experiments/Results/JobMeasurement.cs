using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Benchmarking;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Results;

/// <summary>Measures finished trainings.</summary>
internal static class JobMeasurement
{
    private const int LatencyRounds = 15;

    /// <summary>Measures errors on the test split, sizes and times.</summary>
    /// <param name="job">The training.</param>
    /// <param name="run">Its run folder.</param>
    /// <param name="history">Its epochs.</param>
    /// <param name="data">Its data.</param>
    /// <param name="baselines">What costs nothing on the data's test split.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    public static (TrainingResult Result, ErrorBreakdown Errors) Of(
        ExperimentJob job,
        RunFolder run,
        IReadOnlyList<EpochRecord> history,
        FlowDataset data,
        Baselines baselines,
        CancellationToken cancellationToken)
    {
        var test = data[SplitNames.Test];
        using var threads = ComputeThreads.Use(job.Manifest.Threads);
        using var deterministic = job.Manifest.Deterministic ? DeterministicAlgorithms.Use(job.Manifest.Device) : null;
        using var model = ModelBundle.Load(run.Path, device: job.Manifest.Device);
        var latency = Latency(model, test, cancellationToken);
        var clock = Stopwatch.StartNew();
        var inferred = model.Predict(test.Inputs, source: $"{data.Folder}/{SplitNames.Test}", cancellationToken: cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var evaluation = Evaluation.Compare(test, inferred);

        var epochSeconds = history.Select(epoch => epoch.Seconds).ToList();
        var result = new TrainingResult
        {
            Dataset = job.Dataset.Name,
            Fingerprint = job.Dataset.Fingerprint,
            Division = job.Dataset.Division,
            Model = job.Manifest.Model,
            Variant = job.Variant,
            Loss = job.Manifest.LossName,
            Recipe = job.Manifest.Recipe.Name,
            Seed = job.Manifest.Seed,
            Threads = job.Manifest.Threads,
            Epochs = history.Count,
            BestEpoch = model.Card.Epoch,
            Test = evaluation.Metrics,
            Baselines = baselines,
            NoiseFloorMse = baselines.NoiseFloor,
            RemovableShare = baselines.RemovableShare(evaluation.Metrics[MetricCatalog.Mse]),
            MaxConservationError = evaluation.Conservation.Largest,
            FlatBlocks = evaluation.FlatBlocks,
            Parameters = model.Card.Parameters,
            MultiplyAdds = job.MultiplyAdds,
            SecondsPerEpoch = Quantiles.From(epochSeconds).Median,
            TrainingSeconds = epochSeconds.Sum(),
            InferenceMilliseconds = 1000 * seconds / test.Samples,
            LatencyMilliseconds = latency,
            PeakMemoryBytes = StepMemory.Measure(job.Manifest, data),
        };
        return (result, ErrorBreakdown.Of(test.Fine, inferred, test.Time, test.External));
    }

    private static double Latency(FlowModel model, FlowSplit test, CancellationToken cancellationToken)
    {
        var first = test.Inputs.Slice(0, 1);
        model.Predict(first, cancellationToken: cancellationToken); // the first prediction also chooses its kernels
        return Quantiles.From(Enumerable.Range(0, LatencyRounds).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            model.Predict(first, cancellationToken: cancellationToken);
            return clock.Elapsed.TotalMilliseconds;
        })).Median;
    }
}
