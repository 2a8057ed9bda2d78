using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>An experiment: two lines that stay for each training, and the progress line between them.</summary>
internal sealed class ExperimentLine : IProgress<ExperimentProgress>
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(60);

    private ProgressLine _line = new(PipeInterval);

    /// <inheritdoc/>
    public void Report(ExperimentProgress value)
    {
        switch (value)
        {
            case JobStarted start:
                var left = start.SecondsLeft is { } seconds ? $"  at most {NumberText.Duration(seconds)} left" : "";
                Output.Note($"{Place(start)} {Name(start.Job)}{left}");
                _line = new(PipeInterval);
                break;
            case JobProgress { Training: StepReport report } progress:
                var step = ProgressSteps.Of(report);
                _line.Report(step with { Done = $"{Place(progress.Job)} {step.Done}" });
                break;
            case JobFinished { Job: var job, Result: var result }:
                Output.Note($"{Name(job)}: {result.Test.Text(" ")}  epoch {result.BestEpoch} of {result.Epochs}  "
                    + NumberText.Duration(result.TrainingSeconds));
                break;
            case JobFailed { Failure: var failure }:
                Output.Warning($"{Name(failure.Job)}: {failure.Reason}");
                break;
        }
    }

    private static string Place(JobStarted job) => $"[{job.Number}/{job.Count}]";

    private static string Name(ExperimentJob job) => $"{job.Dataset.Name}, {job.Row}, seed {job.Manifest.Seed}";
}
