using FineFlow.Core.Datasets;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Cities;

/// <summary>
/// A training whose schedule is as long as a time admits. The first epoch shows how long one takes; where the whole schedule would take too
/// long, the training begins again with a shorter one, since a schedule that is cut off leaves a worse model than a short one.
/// </summary>
/// <param name="folder">The run folder.</param>
/// <param name="data">The city.</param>
/// <param name="time">The time.</param>
/// <param name="progress">Receives the progress.</param>
internal sealed class TimedTraining(string folder, FlowDataset data, TimeSpan time, IProgress<TrainingProgress>? progress)
{
    private const int FewestEpochs = 3;

    // A run with no more epochs was stopped before its length was settled, and begins again.
    private const int JudgedEpochs = 1;

    // Choosing the pool and calibrating it come after the last epoch.
    private const double ShareOfEpochs = 0.8;

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
        var watch = new FirstEpoch(whole.Recipe.Epochs, ShareOfEpochs * time, progress);
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        watch.TooLong += tooLong.Cancel;
        var outcome = new Trainer(RunFolder.Create(folder, whole), data, watch).Run(tooLong.Token);
        if (outcome.End != TrainingEnd.Interrupted || cancellationToken.IsCancellationRequested)
        {
            return outcome;
        }

        Directory.Delete(folder, recursive: true);
        var shorter = request.With(recipe => recipe with { Epochs = Math.Max(FewestEpochs, watch.EpochsInTime) }).NewRun(data);
        return new Trainer(RunFolder.Create(folder, shorter), data, progress).Run(cancellationToken);
    }

    /// <summary>Passes progress on, and judges the time by the first epoch.</summary>
    private sealed class FirstEpoch(int epochs, TimeSpan time, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        /// <summary>All epochs would take too long.</summary>
        public event Action? TooLong;

        /// <summary>Number of epochs that the time admits behind the first one; 0 before its end.</summary>
        public int EpochsInTime { get; private set; }

        public void Report(TrainingProgress value)
        {
            progress?.Report(value);
            if (value is EpochRecord { Epoch: 1 } first)
            {
                EpochsInTime = (int)((time.TotalSeconds - first.Seconds) / first.Seconds);
                if (epochs > Math.Max(FewestEpochs, EpochsInTime + 1))
                {
                    TooLong?.Invoke();
                }
            }
        }
    }
}
