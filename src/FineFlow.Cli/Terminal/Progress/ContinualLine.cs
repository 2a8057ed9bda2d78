using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>A sequence of tasks: two lines that stay for each training, and the progress line between them.</summary>
internal sealed class ContinualLine : IProgress<ContinualProgress>
{
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(60);

    private ProgressLine _line = new(PipeInterval);

    /// <inheritdoc/>
    public void Report(ContinualProgress value)
    {
        switch (value)
        {
            case TaskStarted start:
                var left = start.SecondsLeft is { } seconds ? $"  at most {NumberText.Duration(seconds)} left" : "";
                Output.Note($"{Place(start)} {Name(start)}{left}");
                _line = new(PipeInterval);
                break;
            case TaskProgress { Training: StepReport report } progress:
                var step = ProgressSteps.Of(report);
                _line.Report(step with { Done = $"{Place(progress.Task)} {step.Done}" });
                break;
            case TaskFinished { Task: var task, Result: var result }:
                var errors = result.Test.Select(test => NumberText.Error(test[MetricCatalog.Mse]));
                Output.Note($"{Name(task)}: {MetricCatalog.Mse.Title} {string.Join(" ", errors)}  "
                    + $"epoch {result.BestEpoch} of {result.Epochs}  {NumberText.Duration(result.Seconds)}");
                break;
            case SequenceDiverged { Task: var diverged, Reason: var reason }:
                Output.Warning($"{Name(diverged)}: {reason}");
                break;
        }
    }

    private static string Place(TaskStarted task) => $"[{task.Number}/{task.Count}]";

    private static string Name(TaskStarted task) => $"{task.Sequence.Method.Name}, seed {task.Sequence.Seed}, task {task.Task}";
}
