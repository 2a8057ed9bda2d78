using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Running;

/// <summary>
/// Runs the trainings of a plan in sequence, on the calling thread, beside other processes that do the same in the same folder. Each
/// training has its own run folder, so that a kill costs at most the steps since the last saved state; another process goes on from there.
/// Finished trainings are not repeated.
/// </summary>
internal sealed class ExperimentRunner : ISharedTasks<ExperimentRunner.PlannedJob>
{
    private readonly ExperimentFolder _folder;
    private readonly ExperimentPlan _plan;
    private readonly IReadOnlyList<PlannedJob> _tasks, _chosen;
    private readonly IProgress<ExperimentProgress>? _progress;
    private readonly DurationEstimator _durations = new();

    /// <summary>The trainings that are known to be finished, by their ids.</summary>
    private readonly HashSet<string> _finished = [];

    /// <summary>What costs nothing on the test splits, by the fingerprints of the data.</summary>
    private readonly Dictionary<string, Baselines> _baselines = [];

    private FlowDataset? _data;

    private ExperimentRunner(string path, ExperimentPlan plan, int? task, IProgress<ExperimentProgress>? progress)
    {
        (_plan, _progress) = (plan, progress);
        _tasks = [.. plan.Tasks.Select((job, index) => new PlannedJob(job, PlannedTraining.Of(job, index + 1)))];
        _chosen = task is { } only ? [_tasks[only - 1]] : _tasks;
        _folder = ExperimentFolder.Open(path, plan);
    }

    /// <summary>Trains and measures the jobs that are not finished in the folder, until none is left, by whomever.</summary>
    /// <param name="path">The experiment's folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="task">The number of the only training to run; null for all.</param>
    /// <param name="expiry">How long a process may say nothing before others take over its training; a minute by default.</param>
    /// <param name="cancellationToken">Stops after the current step; a later call continues.</param>
    /// <exception cref="BadInputException">
    /// The folder holds something else, there is no such task, or the data have changed since the plan was made.
    /// </exception>
    public static ExperimentOutcome Run(
        string path,
        ExperimentPlan plan,
        IProgress<ExperimentProgress>? progress = null,
        int? task = null,
        TimeSpan? expiry = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var count = plan.Tasks.Count;
        if (task is { } number && (number < 1 || number > count))
        {
            throw new BadInputException(path, $"has no training {number}; there are {count}") { Setting = nameof(task) };
        }

        var runner = new ExperimentRunner(path, plan, task, progress);
        SharedWork.Do(runner, ExperimentFolder.LeasesIn(path, expiry ?? Leases.DefaultExpiry), cancellationToken);
        return runner._folder.Collect(plan);
    }

    /// <inheritdoc/>
    IReadOnlyList<PlannedJob> ISharedTasks<PlannedJob>.Open()
    {
        NoteFinished();
        var open = _chosen.Where(task => !IsKnownToBeFinished(task));
        return [.. open.OrderBy(task => task.Job.Dataset.Fingerprint == _data?.Fingerprint ? 0 : 1)];
    }

    /// <inheritdoc/>
    string ISharedTasks<PlannedJob>.IdOf(PlannedJob task) => task.Planned.Id;

    /// <inheritdoc/>
    bool ISharedTasks<PlannedJob>.IsInUse(PlannedJob task) => _folder.IsInUse(task.Job);

    /// <inheritdoc/>
    bool ISharedTasks<PlannedJob>.IsFinished(PlannedJob task) => _folder.IsFinished(task.Job);

    /// <inheritdoc/>
    void ISharedTasks<PlannedJob>.Do(PlannedJob task, CancellationToken cancellationToken)
    {
        var (job, planned) = task;
        var data = Data(job.Dataset);
        var left = _tasks.Where(other => !IsKnownToBeFinished(other)).Select(other => other.Job);
        var started = new JobStarted(job, planned.Number, _tasks.Count, _durations.SecondsOf(left));
        _progress?.Report(started);
        var run = _folder.Run(job);
        try
        {
            var trainer = new Trainer(run, data, _progress is null ? null : new TrainingOf(started, _progress));
            var outcome = trainer.Run(cancellationToken);
            if (outcome.End == TrainingEnd.Interrupted)
            {
                return;
            }

            var baselines = BaselinesOf(data, cancellationToken);
            var (result, errors) = JobMeasurement.Of(job, run, outcome.History, data, baselines, cancellationToken);
            _folder.Keep(job, result, errors);
            _progress?.Report(new JobFinished(job, result));
        }
        catch (TrainingDivergedException diverged)
        {
            _folder.KeepFailure(job, diverged.Message);
            _progress?.Report(new JobFailed(new(job, diverged.Message)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is saved is gone on from.
        }
    }

    /// <summary>Notes what was finished since the last look, by this process or another.</summary>
    private void NoteFinished()
    {
        foreach (var task in _chosen.Where(task => !IsKnownToBeFinished(task) && _folder.IsFinished(task.Job)))
        {
            _finished.Add(task.Planned.Id);
            if (_folder.ResultOf(task.Job) is { } result)
            {
                _durations.Add(task.Job, result);
            }
        }
    }

    private bool IsKnownToBeFinished(PlannedJob task) => _finished.Contains(task.Planned.Id);

    private FlowDataset Data(ExperimentDataset dataset)
    {
        if (_data?.Fingerprint != dataset.Fingerprint)
        {
            _data = DatasetFolder.Load(dataset.Folder);
        }

        return _data.Fingerprint == dataset.Fingerprint
            ? _data
            : throw new BadInputException(dataset.Folder, "has changed since the experiment began");
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

    /// <summary>A job with its number and id.</summary>
    internal sealed record PlannedJob(ExperimentJob Job, PlannedTraining Planned);

    /// <summary>Reports a job's training as the experiment's.</summary>
    private sealed class TrainingOf(JobStarted job, IProgress<ExperimentProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new JobProgress(job, value));
    }
}
