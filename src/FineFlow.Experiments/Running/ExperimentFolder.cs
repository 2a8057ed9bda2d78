using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Running;

/// <summary>The folder of an experiment: experiment.json, runs/, tables and figures. Refuses the results of another experiment.</summary>
internal sealed class ExperimentFolder
{
    private const string RecordFile = "experiment.json";
    private const string ErrorsFile = "errors.json";

    /// <summary>Fields in which a run may differ from the plan: the folder of its data, and versions.</summary>
    private static readonly string[] Incidental = ["format", "data_folder", "versions"];

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

    /// <summary>Checks a folder before anything is written into it.</summary>
    /// <exception cref="BadInputException">It exists and is not an experiment's.</exception>
    public static void CheckPlace(string path)
    {
        if (!File.Exists(Path.Combine(path, RecordFile)) && !TemporaryFiles.IsAllIn(path))
        {
            throw new BadInputException(path, "exists and is not an experiment; choose a new or empty folder") { Setting = "folder" };
        }
    }

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

    private string PathOf(ExperimentJob job) => Path.Combine(_path, job.Folder);

    /// <summary>Checks that an existing run has the settings of the plan.</summary>
    private void CheckRun(ExperimentJob job)
    {
        if (!RunFolder.Holds(PathOf(job)))
        {
            return;
        }

        var (planned, begun) = (Fields(job.Manifest), Fields(RunFolder.Open(PathOf(job)).Manifest));
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

    private static JsonObject Fields(RunManifest manifest)
    {
        var fields = manifest.ToJson();
        foreach (var name in Incidental)
        {
            fields.Remove(name);
        }

        fields["data"] = manifest.Data.Fingerprint;
        return fields;
    }
}
