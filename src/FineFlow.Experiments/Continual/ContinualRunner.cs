using FineFlow.Core;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Continual;

/// <summary>
/// Learns the sequences of a plan one after the other, on the calling thread. What is finished is not repeated; a kill costs at most the
/// steps since the last saved state.
/// </summary>
internal sealed class ContinualRunner
{
    private readonly ContinualPlan _plan;
    private readonly ContinualFolder _folder;
    private readonly IProgress<ContinualProgress>? _progress;
    private readonly List<Training> _trainings;
    private (double Work, double Seconds) _measured;

    private ContinualRunner(string path, ContinualPlan plan, IProgress<ContinualProgress>? progress)
    {
        (_plan, _progress) = (plan, progress);
        _folder = ContinualFolder.Open(path, plan);
        _trainings =
        [
            .. from sequence in plan.Sequences
               from task in Enumerable.Range(1, plan.TaskNames.Count)
               select new Training(sequence, task, plan.Work(sequence.Method, task)),
        ];
    }

    /// <summary>Learns what is not finished in a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops after the current step; a later call goes on.</param>
    /// <exception cref="BadInputException">The folder holds something else, or runs with other settings or data.</exception>
    public static ContinualOutcome Run(
        string path, ContinualPlan plan, IProgress<ContinualProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var runner = new ContinualRunner(path, plan, progress);
        runner.Work(cancellationToken);
        return runner._folder.Collect(plan);
    }

    private void Work(CancellationToken cancellationToken)
    {
        for (var index = 0; index < _trainings.Count && !cancellationToken.IsCancellationRequested; index++)
        {
            var (sequence, task, work) = _trainings[index];
            if (_folder.FailureOf(sequence) is not null)
            {
                continue;
            }

            if (SequenceTraining.ResultOf(_folder.PathOf(sequence), task) is { } known)
            {
                Note(work, known);
                continue;
            }

            Learn(index, cancellationToken);
        }
    }

    private void Learn(int index, CancellationToken cancellationToken)
    {
        var (sequence, task, work) = _trainings[index];
        var started = new TaskStarted(sequence, _plan.TaskNames[task - 1], index + 1, _trainings.Count, SecondsFrom(index));
        _progress?.Report(started);
        var progress = _progress is null ? null : new TrainingOf(started, _progress);
        try
        {
            var training = new SequenceTraining(_folder.PathOf(sequence), _plan.Request, sequence.Method, sequence.Seed, progress);
            if (training.Run(task, cancellationToken) is { } result)
            {
                Note(work, result);
                _progress?.Report(new TaskFinished(started, result));
            }
        }
        catch (TrainingDivergedException diverged)
        {
            var reason = $"{started.Task}: {diverged.Message}";
            _folder.KeepFailure(sequence, reason);
            _progress?.Report(new SequenceDiverged(started, reason));
        }
    }

    private void Note(double work, TaskResult result) => _measured = (_measured.Work + work, _measured.Seconds + result.Seconds);

    /// <summary>Returns the seconds that the trainings from one on take at the rate so far.</summary>
    private double? SecondsFrom(int index) => _measured.Work == 0
        ? null
        : _trainings.Skip(index).Sum(training => training.Work) * _measured.Seconds / _measured.Work;

    private sealed record Training(SequenceKey Sequence, int Task, double Work);

    /// <summary>Reports a task's training as the plan's.</summary>
    private sealed class TrainingOf(TaskStarted task, IProgress<ContinualProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new TaskProgress(task, value));
    }
}
