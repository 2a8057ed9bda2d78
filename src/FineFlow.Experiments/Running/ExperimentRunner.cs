using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Storage;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Running;

/// <summary>
/// Runs the trainings of a plan in sequence, on the calling thread. Each has its own run folder, so that a kill costs at most the steps
/// since the last saved state. Finished trainings are not repeated.
/// </summary>
internal sealed class ExperimentRunner
{
    private readonly ExperimentFolder _folder;
    private readonly ExperimentPlan _plan;
    private readonly IProgress<ExperimentProgress>? _progress;
    private readonly DurationEstimator _durations = new();
    private readonly List<JobFailure> _failures = [];

    /// <summary>Results of finished trainings by their folders; each file is read once.</summary>
    private readonly Dictionary<string, TrainingResult> _results = [];

    /// <summary>What costs nothing on the test splits, by the fingerprints of the data.</summary>
    private readonly Dictionary<string, Baselines> _baselines = [];

    private ExperimentRunner(ExperimentFolder folder, ExperimentPlan plan, IProgress<ExperimentProgress>? progress) =>
        (_folder, _plan, _progress) = (folder, plan, progress);

    /// <summary>Trains and measures the jobs that are not finished in the folder.</summary>
    /// <param name="path">The experiment's folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops after the current step; a later call continues.</param>
    /// <exception cref="BadInputException">
    /// The folder holds something else or is in use, or the data have changed since the plan was made.
    /// </exception>
    public static ExperimentOutcome Run(
        string path, ExperimentPlan plan, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ExperimentFolder.CheckPlace(path);
        using var _ = FolderLock.Take(path);
        return new ExperimentRunner(ExperimentFolder.Open(path, plan), plan, progress).Run(cancellationToken);
    }

    private ExperimentOutcome Run(CancellationToken cancellationToken)
    {
        foreach (var job in _plan.Jobs)
        {
            if (_folder.ResultOf(job) is { } result)
            {
                Note(job, result);
            }
        }

        var interrupted = _plan.Datasets.Any(dataset => !TrainOn(dataset, cancellationToken));
        return new(_plan, [.. _plan.Jobs.Select(_folder.MeasuredResultOf).OfType<MeasuredResult>()], _failures, interrupted);
    }

    /// <summary>Runs the unfinished jobs of a dataset; returns false where it was stopped.</summary>
    private bool TrainOn(ExperimentDataset dataset, CancellationToken cancellationToken)
    {
        var left = _plan.Jobs.Where(job => job.Dataset == dataset && !_results.ContainsKey(job.Folder)).ToList();
        if (left.Count == 0)
        {
            return true;
        }

        var data = DatasetFolder.Load(dataset.Folder);
        if (data.Fingerprint != dataset.Fingerprint)
        {
            throw new BadInputException(dataset.Folder, "has changed since the experiment began");
        }

        return left.All(job => Train(job, data, cancellationToken));
    }

    /// <summary>Trains and measures a job; returns false where it was stopped.</summary>
    private bool Train(ExperimentJob job, FlowDataset data, CancellationToken cancellationToken)
    {
        if (_results.TryGetValue(job.Folder, out var known))
        {
            Note(job, known with { Variant = job.Variant }); // another variant is the same training
            return true;
        }

        var number = _plan.Jobs.Index().First(indexed => indexed.Item == job).Index;
        var left = _plan.Jobs.Where(other => !_results.ContainsKey(other.Folder)).DistinctBy(other => other.Folder);
        var started = new JobStarted(job, number + 1, _plan.Jobs.Count, _durations.SecondsOf(left));
        _progress?.Report(started);
        var run = _folder.Run(job);
        try
        {
            var trainer = new Trainer(run, data, _progress is null ? null : new TrainingOf(started, _progress));
            var outcome = trainer.Run(cancellationToken);
            if (outcome.End == TrainingEnd.Interrupted)
            {
                return false;
            }

            var baselines = BaselinesOf(data, cancellationToken);
            var (result, errors) = JobMeasurement.Of(job, run, outcome.History, data, baselines, cancellationToken);
            _folder.Keep(job, result, errors);
            Note(job, result);
        }
        catch (TrainingDivergedException diverged)
        {
            var failure = new JobFailure(job, diverged.Message);
            _failures.Add(failure);
            _progress?.Report(new JobFailed(failure));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        return true;
    }

    private Baselines BaselinesOf(FlowDataset data, CancellationToken cancellationToken)
    {
        if (!_baselines.TryGetValue(data.Fingerprint, out var baselines))
        {
            using var threads = ComputeThreads.Use(_plan.Threads);
            baselines = Baselines.Measure(data, SplitNames.Test, cancellationToken: cancellationToken);
            _baselines.Add(data.Fingerprint, baselines);
        }

        return baselines;
    }

    private void Note(ExperimentJob job, TrainingResult result)
    {
        _results[job.Folder] = result;
        _durations.Add(job, result);
        _progress?.Report(new JobFinished(job, result));
    }

    /// <summary>Reports a job's training as the experiment's.</summary>
    private sealed class TrainingOf(JobStarted job, IProgress<ExperimentProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new JobProgress(job, value));
    }
}
