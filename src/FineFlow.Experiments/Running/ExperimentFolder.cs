using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Running;

/// <summary>The folder of an experiment: experiment.json, runs/, tables and figures. Refuses the results of another experiment.</summary>
internal sealed class ExperimentFolder
{
    private const string RecordFile = "experiment.json";
    private const string ErrorsFile = "errors.json";
    private const string FailureFile = "failure.json";
    private const string LeasesFolder = "leases";

    private readonly string _path;

    private ExperimentFolder(string path) => _path = path;

    /// <summary>Opens the folder for a plan, and creates it where it is missing.</summary>
    /// <exception cref="BadInputException">It holds something else, or runs of another budget, recipe or dataset.</exception>
    public static ExperimentFolder Open(string path, ExperimentPlan plan)
    {
        CheckPlace(path);
        var folder = new ExperimentFolder(path);
        var record = ExperimentRecord.Of(plan);
        var file = Path.Combine(path, RecordFile);
        if (File.Exists(file))
        {
            record = record.After(file, JsonStyle.Read<ExperimentRecord>(file));
        }

        foreach (var job in plan.Jobs)
        {
            folder.CheckRun(job);
        }

        JsonStyle.Write(file, record);
        return folder;
    }

    /// <summary>Opens the folder for a plan, and writes the plan into it for other processes.</summary>
    /// <exception cref="BadInputException">It holds something else, or runs of another budget, recipe or dataset.</exception>
    public static ExperimentFolder Begin(string path, ExperimentPlan plan)
    {
        var folder = Open(path, plan);
        PlanFile.Of(plan).Write(path);
        return folder;
    }

    /// <summary>Checks a folder before anything is written into it.</summary>
    /// <exception cref="BadInputException">It exists and is not an experiment's.</exception>
    public static void CheckPlace(string path) => FolderPlace.Holds(path, RecordFile, "is not an experiment");

    /// <summary>Whether another process trains a job just now, on this machine.</summary>
    public bool IsInUse(ExperimentJob job) => FolderLock.IsTaken(PathOf(job));

    /// <summary>Opens or creates the run folder of a job.</summary>
    public RunFolder Run(ExperimentJob job) =>
        RunFolder.Holds(PathOf(job)) ? RunFolder.Open(PathOf(job)).With(job.Manifest) : RunFolder.Create(PathOf(job), job.Manifest);

    /// <summary>Returns the result of a finished job; null for an unfinished one.</summary>
    public TrainingResult? ResultOf(ExperimentJob job)
    {
        var file = Path.Combine(PathOf(job), TrainingResult.FileName);
        return File.Exists(file) ? JsonStyle.Read<TrainingResult>(file) with { Variant = job.Variant } : null;
    }

    /// <summary>Returns the result of a finished job with its errors; null for an unfinished one.</summary>
    public MeasuredResult? MeasuredResultOf(ExperimentJob job) => ResultOf(job) is { } result
        ? new(result, JsonStyle.Read<ErrorBreakdown>(Path.Combine(PathOf(job), ErrorsFile)))
        : null;

    /// <summary>Writes the result of a job, which is finished with the last file.</summary>
    public void Keep(ExperimentJob job, TrainingResult result, ErrorBreakdown errors)
    {
        JsonStyle.Write(Path.Combine(PathOf(job), ErrorsFile), errors);
        JsonStyle.Write(Path.Combine(PathOf(job), TrainingResult.FileName), result);
    }

    /// <summary>Writes that a job has diverged. A training is a function of its settings, so that it is not tried again.</summary>
    public void KeepFailure(ExperimentJob job, string reason) =>
        JsonStyle.Write(Path.Combine(PathOf(job), FailureFile), new JsonObject { ["reason"] = reason });

    /// <summary>Whether there is nothing left to do for a job.</summary>
    public bool IsFinished(ExperimentJob job) => StateIn(_path, job.Folder) is not null;

    /// <summary>Returns how a training has ended; null where it has not.</summary>
    /// <param name="path">The experiment's folder.</param>
    /// <param name="run">The training's folder in it.</param>
    public static TaskState? StateIn(string path, string run) =>
        File.Exists(Path.Combine(path, run, TrainingResult.FileName)) ? TaskState.Finished
        : File.Exists(Path.Combine(path, run, FailureFile)) ? TaskState.Diverged
        : null;

    /// <summary>Returns who trains what in an experiment's folder.</summary>
    /// <param name="path">The experiment's folder.</param>
    /// <param name="expiry">How long a process may be silent.</param>
    public static Leases LeasesIn(string path, TimeSpan expiry) => new(Path.Combine(path, LeasesFolder), expiry);

    /// <summary>Collects what is finished.</summary>
    public ExperimentOutcome Collect(ExperimentPlan plan) => new(
        plan,
        [.. plan.Jobs.Select(MeasuredResultOf).OfType<MeasuredResult>()],
        [.. plan.Jobs.Select(FailureOf).OfType<JobFailure>()],
        Interrupted: !plan.Jobs.All(IsFinished));

    private string PathOf(ExperimentJob job) => Path.Combine(_path, job.Folder);

    /// <summary>Returns why a job has diverged; null where it has not.</summary>
    private JobFailure? FailureOf(ExperimentJob job)
    {
        var file = Path.Combine(PathOf(job), FailureFile);
        return File.Exists(file) ? new(job, JsonStyle.Read<JsonObject>(file)["reason"]?.GetValue<string>() ?? "unknown") : null;
    }

    /// <summary>Checks that an existing run has the settings of the plan.</summary>
    private void CheckRun(ExperimentJob job)
    {
        if (!RunFolder.Holds(PathOf(job)))
        {
            return;
        }

        var (planned, begun) = (PlannedTraining.Fields(job.Manifest), PlannedTraining.Fields(RunFolder.Open(PathOf(job)).Manifest));
        if (planned.FirstOrDefault(field => !JsonNode.DeepEquals(field.Value, begun[field.Key])) is { Key: { } name, Value: var value })
        {
            throw new BadInputException(
                PathOf(job),
                $"was begun with another {name}: {begun[name]?.ToJsonString(JsonStyle.Line)}, "
                + $"now {value?.ToJsonString(JsonStyle.Line)}; choose another folder")
            {
                Setting = "folder",
            };
        }
    }
}
