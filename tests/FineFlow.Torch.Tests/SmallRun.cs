using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests;

/// <summary>A small dataset in a temporary folder, and trainings of small models on it.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public SmallRun(long seed = 1, int trainSamples = SmallFlows.TrainSamples) =>
        Data = SmallFlows.Write(_folder.File("data"), seed, trainSamples: trainSamples);

    public FlowDataset Data { get; }

    /// <summary>What is asked of a training of a small model: batches of 4 at a lively learning rate, on one thread.</summary>
    public static TrainingRequest Request(string model, int epochs) =>
        new TrainingRequest { Model = model, Settings = CatalogCases.Settings(model) }
            .With(recipe => recipe with { Epochs = epochs, BatchSize = 4, LearningRate = 2e-3 })
            .With(recipe => recipe with { ScheduleKind = ScheduleKind.Steps, WarmUp = 0 }) // epochs of a cosine cannot be added later
            .With(run => run with { Seed = 5, Threads = 1 });

    /// <summary>The folder of the run that was begun last.</summary>
    public string LastRun => _folder.File($"run{_runs}");

    /// <summary>Begins a run in a folder of its own.</summary>
    public RunFolder Begin(RunManifest manifest) => RunFolder.Create(_folder.File($"run{++_runs}"), manifest);

    public RunFolder Begin(TrainingRequest request) => Begin(request.NewRun(Data));

    /// <summary>Trains a new run to its end.</summary>
    public (RunFolder Run, TrainingOutcome Outcome) Train(TrainingRequest request) => Train(Begin(request));

    public (RunFolder Run, TrainingOutcome Outcome) Train(RunFolder run, IProgress<TrainingProgress>? progress = null)
    {
        var trainer = new Trainer(run, Data, progress);
        return (run, trainer.Run(TestContext.Current.CancellationToken));
    }

    /// <summary>Trains so many steps, then is asked to stop.</summary>
    public TrainingOutcome TrainSteps(RunFolder run, int steps)
    {
        using var stop = new CancellationTokenSource();
        void CountDown(StepReport report)
        {
            if (--steps == 0)
            {
                stop.Cancel();
            }
        }

        var trainer = new Trainer(run, Data, new Listener { Step = CountDown });
        return trainer.Run(stop.Token);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>A receiver of progress made of lambdas.</summary>
internal sealed class Listener : IProgress<TrainingProgress>
{
    public Action<StepReport> Step { get; init; } = _ => { };

    public Action<EpochRecord> Epoch { get; init; } = _ => { };

    public void Report(TrainingProgress value)
    {
        if (value is StepReport step)
        {
            Step(step);
        }
        else if (value is EpochRecord epoch)
        {
            Epoch(epoch);
        }
    }
}
