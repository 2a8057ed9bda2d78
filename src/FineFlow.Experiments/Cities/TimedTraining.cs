using System.Diagnostics;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Cities;

/// <summary>
/// A training whose schedule is as long as a time admits. The first steps show how long an epoch takes; where the whole schedule would take
/// too long, the training begins again with a shorter one, since a schedule that is cut off leaves a worse model than a short one.
/// </summary>
/// <param name="folder">The run folder.</param>
/// <param name="data">The city.</param>
/// <param name="time">The time, up to the end of the last epoch.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class TimedTraining(string folder, FlowDataset data, TimeSpan time, IProgress<TrainingProgress>? progress)
{
    // A network that made fewer steps knows less than the histories that it begins with.
    private const int FewestSteps = 300, FewestEpochs = 3;

    // A run with no more epochs was stopped before its length was settled, and begins again.
    private const int JudgedEpochs = 1;

    /// <summary>Trains, or goes on with the run in the folder.</summary>
    /// <exception cref="Core.BadInputException">The folder holds something else, or cannot be written.</exception>
    public TrainingOutcome Run(TrainingRequest request, CancellationToken cancellationToken)
    {
        if (RunFolder.Holds(folder))
        {
            var begun = RunFolder.Open(folder);
            if (begun.ReadHistory().Count > JudgedEpochs)
            {
                return new Trainer(begun, data, progress).Run(cancellationToken);
            }

            Directory.Delete(folder, recursive: true);
        }

        var whole = request.NewRun(data);
        var watch = new FirstEpoch(whole.Recipe.Epochs, time, progress);
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.TooLong += tooLong.Cancel;
        var outcome = new Trainer(RunFolder.Create(folder, whole), data, watch).Run(tooLong.Token);
        if (outcome.End != TrainingEnd.Interrupted || cancellationToken.IsCancellationRequested)
        {
            return outcome;
        }

        Directory.Delete(folder, recursive: true);
        var shorter = request.With(recipe => recipe with { Epochs = watch.EpochsInTime }).NewRun(data);
        return new Trainer(RunFolder.Create(folder, shorter), data, progress).Run(cancellationToken);
    }

    /// <summary>Passes progress on, and judges the time by the steps of the first epoch.</summary>
    private sealed class FirstEpoch(int epochs, TimeSpan time, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        // The first steps are slower than those behind them, and validation comes on top of the steps.
        private static readonly TimeSpan Judged = TimeSpan.FromSeconds(8);
        private const double ShareOfSteps = 0.9;

        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _begun;
        private int _steps;

        /// <summary>All epochs would take too long.</summary>
        public event Action? TooLong;

        /// <summary>Number of epochs that the time admits when the training begins again; 0 before that is known.</summary>
        public int EpochsInTime { get; private set; }

        public void Report(TrainingProgress value)
        {
            progress?.Report(value);
            switch (value)
            {
                case TrainingBegins:
                    _begun = _watch.Elapsed;
                    break;
                case StepReport step when EpochsInTime == 0:
                    _steps = step.Steps;
                    if (_watch.Elapsed - _begun > Judged)
                    {
                        Judge(step.Samples / step.SamplesPerSecond / ShareOfSteps);
                    }

                    break;
                case EpochRecord epoch when EpochsInTime == 0:
                    Judge(epoch.Seconds);
                    break;
            }
        }

        /// <summary>Beginning again takes what was done before the first step once more.</summary>
        private void Judge(double epoch)
        {
            var fewest = Math.Clamp((FewestSteps + _steps - 1) / _steps, 1, FewestEpochs);
            EpochsInTime = Math.Max(fewest, (int)((time - _watch.Elapsed - _begun).TotalSeconds / epoch));
            if (epochs * epoch > Math.Max((time - _begun).TotalSeconds, fewest * epoch))
            {
                TooLong?.Invoke();
            }
        }
    }
}
