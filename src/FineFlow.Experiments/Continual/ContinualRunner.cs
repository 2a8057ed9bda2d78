using FineFlow.Core;
using FineFlow.Core.Workers;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Continual;

/// <summary>
/// Learns the sequences of a plan one after the other, on the calling thread, beside other processes that do the same in the same folder. A
/// sequence is one process's at a time, since a task begins where the one before ended. What is finished is not repeated; a kill costs at
/// most the steps since the last saved state, and another process goes on from there.
/// </summary>
internal sealed class ContinualRunner : ISharedTasks<SequenceKey>
{
    private readonly ContinualPlan _plan;
    private readonly ContinualFolder _folder;
    private readonly IProgress<ContinualProgress>? _progress;
    private readonly List<Training> _trainings;
    private readonly IReadOnlyList<SequenceKey> _chosen;
    private readonly HashSet<(SequenceKey Sequence, int Task)> _noted = [];
    private (double Work, double Seconds) _measured;

    private ContinualRunner(string path, ContinualPlan plan, int? task, IProgress<ContinualProgress>? progress)
    {
        (_plan, _progress) = (plan, progress);
        _chosen = task is { } only ? [plan.Sequences.ElementAt(only - 1)] : [.. plan.Sequences];
        _folder = ContinualFolder.Open(path, plan);
        _trainings =
        [
            .. from sequence in plan.Sequences
               from number in Enumerable.Range(1, plan.TaskNames.Count)
               select new Training(sequence, number, plan.Work(sequence.Method, number)),
        ];
    }

    /// <summary>Learns what is not finished in a folder, until nothing is left, by whichever process.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops after the current step; a later call goes on.</param>
    /// <param name="expiry">How long a process may say nothing before others take over its sequence; a minute by default.</param>
    /// <param name="task">The number of the only sequence to learn; null for all.</param>
    /// <exception cref="BadInputException">
    /// The folder holds something else, or runs with other settings or data, or there is no such sequence.
    /// </exception>
    public static ContinualOutcome Run(
        string path,
        ContinualPlan plan,
        IProgress<ContinualProgress>? progress,
        CancellationToken cancellationToken,
        TimeSpan? expiry = null,
        int? task = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var count = plan.Sequences.Count();
        if (task is { } number && (number < 1 || number > count))
        {
            throw new BadInputException(path, $"has no sequence {number}; there are {count}") { Setting = nameof(task) };
        }

        var runner = new ContinualRunner(path, plan, task, progress);
        SharedWork.Do(runner, runner._folder.Leases(expiry ?? Leases.DefaultExpiry), cancellationToken);
        return runner._folder.Collect(plan);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SequenceKey> Open()
    {
        NoteKnown();
        return [.. _chosen.Where(sequence => !IsFinished(sequence))];
    }

    /// <inheritdoc/>
    public string IdOf(SequenceKey task) => task.Id;

    /// <inheritdoc/>
    public bool IsInUse(SequenceKey task) => _folder.IsInUse(task, _plan.TaskNames.Count);

    /// <inheritdoc/>
    public bool IsFinished(SequenceKey task) => _folder.IsFinished(task, _plan.TaskNames.Count);

    /// <inheritdoc/>
    public void Do(SequenceKey task, CancellationToken cancellationToken)
    {
        foreach (var index in Enumerable.Range(0, _trainings.Count).Where(index => _trainings[index].Sequence == task))
        {
            if (!cancellationToken.IsCancellationRequested
                && _folder.FailureOf(task) is null
                && SequenceTraining.ResultOf(_folder.PathOf(task), _trainings[index].Task) is null)
            {
                Learn(index, cancellationToken);
            }
        }
    }

    /// <summary>Notes what was learnt since the last look, by this process or another.</summary>
    private void NoteKnown()
    {
        foreach (var (sequence, task, work) in _trainings.Where(training => !_noted.Contains((training.Sequence, training.Task))))
        {
            if (SequenceTraining.ResultOf(_folder.PathOf(sequence), task) is { } known)
            {
                Note(sequence, task, work, known);
            }
        }
    }

    private void Learn(int index, CancellationToken cancellationToken)
    {
        var (sequence, task, work) = _trainings[index];
        var started = new TaskStarted(sequence, _plan.TaskNames[task - 1], index + 1, _trainings.Count, SecondsLeft());
        _progress?.Report(started);
        var progress = _progress is null ? null : new TrainingOf(started, _progress);
        try
        {
            var training = new SequenceTraining(_folder.PathOf(sequence), _plan.Request, sequence.Method, sequence.Seed, progress);
            if (training.Run(task, cancellationToken) is { } result)
            {
                Note(sequence, task, work, result);
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

    private void Note(SequenceKey sequence, int task, double work, TaskResult result)
    {
        if (_noted.Add((sequence, task)))
        {
            _measured = (_measured.Work + work, _measured.Seconds + result.Seconds);
        }
    }

    /// <summary>Returns the seconds that all trainings which are not known to have ended take in one process, at the rate so far.</summary>
    private double? SecondsLeft() => _measured.Work == 0
        ? null
        : _trainings.Where(training => !_noted.Contains((training.Sequence, training.Task))).Sum(training => training.Work)
            * _measured.Seconds / _measured.Work;

    private sealed record Training(SequenceKey Sequence, int Task, double Work);

    /// <summary>Reports a task's training as the plan's.</summary>
    private sealed class TrainingOf(TaskStarted task, IProgress<ContinualProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new TaskProgress(task, value));
    }
}
