using System.Diagnostics;
using System.Globalization;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Training.Callbacks;

namespace FineFlow.Cli.Terminal;

/// <summary>An experiment's progress on stderr: two lines a training, and between them one line that is rewritten where there is a terminal.</summary>
internal sealed class ExperimentProgress : IExperimentObserver
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(60);

    private readonly Stopwatch _sinceStep = Stopwatch.StartNew();
    private JobReport? _job;

    public void OnJob(JobReport report)
    {
        _job = report;
        var left = report.SecondsLeft is { } seconds ? $"  at most {NumberText.Duration(seconds)} left" : "";
        Output.Note($"[{report.Number}/{report.Count}] {Name(report.Job)}{left}");
        _sinceStep.Restart();
    }

    public void OnStep(StepReport report)
    {
        if (_job is not { } job || _sinceStep.Elapsed < (StatusLine.Possible ? TerminalInterval : PipeInterval))
        {
            return;
        }

        _sinceStep.Restart();
        Action<string> write = StatusLine.Possible ? StatusLine.Show : Output.Note;
        write($"[{job.Number}/{job.Count}] {ProgressText.Of(report, job.Job.Manifest.Data.TrainSamples)}");
    }

    public void OnResult(ExperimentJob job, TrainingResult result) => Output.Note(string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(job)}: {result.Test.Text(" ")}  epoch {result.BestEpoch} of {result.Epochs}  {NumberText.Duration(result.TrainingSeconds)}"));

    public void OnFailure(ExperimentJob job, string reason) => Output.Warning($"{Name(job)}: {reason}");

    private static string Name(ExperimentJob job) => $"{job.Dataset.Name}, {job.Row}, seed {job.Manifest.Seed}";
}
