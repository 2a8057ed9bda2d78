using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Plans;
using FineFlow.Torch.Continual.Sequences;

namespace FineFlow.Experiments.Continual;

/// <summary>The folder of a plan: continual.json with the settings that its runs share, plan.json, runs/, tables and figures.</summary>
internal sealed class ContinualFolder
{
    private const string RecordFile = "continual.json";
    private const string FailureFile = "failure.json";
    private const string LeasesFolder = "leases";

    private readonly string _path;

    private ContinualFolder(string path) => _path = path;

    /// <summary>Opens the folder for a plan, and creates it where it is missing. Further strategies and seeds may join.</summary>
    /// <exception cref="BadInputException">It holds something else, or runs with other settings or data.</exception>
    public static ContinualFolder Open(string path, ContinualPlan plan)
    {
        var file = Path.Combine(path, RecordFile);
        var record = RecordOf(plan);
        if (FolderPlace.Holds(path, RecordFile, "is not of a sequence of tasks"))
        {
            Check(file, JsonStyle.Read<JsonObject>(file), record);
        }

        JsonStyle.Write(file, record);
        return new(path);
    }

    /// <summary>Opens the folder for a plan, and writes the plan into it for other processes.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">The options that it follows from.</param>
    /// <exception cref="BadInputException">It holds something else, or runs with other settings or data.</exception>
    public static ContinualPlanFile Begin(string path, ContinualPlan plan, IReadOnlyList<string> options)
    {
        Open(path, plan);
        var file = ContinualPlanFile.Of(plan, options);
        file.Write(path);
        return file;
    }

    /// <summary>Looks into a folder without its data.</summary>
    public static ContinualFolder In(string path) => new(path);

    /// <summary>Returns the folder of a sequence.</summary>
    public string PathOf(SequenceKey sequence) => Path.Combine(_path, sequence.Folder);

    /// <summary>Returns who learns which sequence.</summary>
    /// <param name="expiry">How long a process may be silent.</param>
    public Leases Leases(TimeSpan expiry) => new(Path.Combine(_path, LeasesFolder), expiry);

    /// <summary>Whether there is nothing left to do for a sequence of so many tasks.</summary>
    public bool IsFinished(SequenceKey sequence, int tasks) => StateOf(sequence, tasks) is not null;

    /// <summary>Returns how a sequence of so many tasks has ended; null where it has not.</summary>
    public TaskState? StateOf(SequenceKey sequence, int tasks) =>
        Learnt(sequence, tasks) == tasks ? TaskState.Finished
        : FailureOf(sequence) is not null ? TaskState.Diverged
        : null;

    /// <summary>Returns how many of so many tasks a sequence has learnt.</summary>
    public int Learnt(SequenceKey sequence, int tasks) =>
        Enumerable.Range(1, tasks).TakeWhile(task => SequenceTraining.ResultOf(PathOf(sequence), task) is not null).Count();

    /// <summary>Whether another process trains one of its tasks just now, on this machine.</summary>
    public bool IsInUse(SequenceKey sequence, int tasks) => Enumerable.Range(1, tasks)
        .Any(task => FolderLock.IsTaken(SequenceTraining.TaskFolder(PathOf(sequence), task)));

    /// <summary>Returns what a sequence has learnt so far; null where that is nothing.</summary>
    public SequenceResult? ResultOf(SequenceKey sequence, int tasks)
    {
        var folder = PathOf(sequence);
        var results = Enumerable.Range(1, tasks)
            .Select(task => SequenceTraining.ResultOf(folder, task))
            .TakeWhile(result => result is not null);
        return SequenceTraining.UntrainedOf(folder) is { } untrained
            ? new(sequence.Method.Name, sequence.Seed, untrained, [.. results.OfType<TaskResult>()])
            : null;
    }

    /// <summary>Returns why a sequence has diverged; null where it has not.</summary>
    public SequenceFailure? FailureOf(SequenceKey sequence)
    {
        var file = Path.Combine(PathOf(sequence), FailureFile);
        return File.Exists(file)
            ? new(sequence.Method.Name, sequence.Seed, JsonStyle.Read<JsonObject>(file)["reason"]?.GetValue<string>() ?? "unknown")
            : null;
    }

    /// <summary>Writes that a sequence has diverged. A training is a function of its settings, so that it is not tried again.</summary>
    public void KeepFailure(SequenceKey sequence, string reason) =>
        JsonStyle.Write(Path.Combine(PathOf(sequence), FailureFile), new JsonObject { ["reason"] = reason });

    /// <summary>Collects what is learnt.</summary>
    public ContinualOutcome Collect(ContinualPlan plan)
    {
        var sequences = plan.Sequences.OrderBy(sequence => plan.Methods.ToList().IndexOf(sequence.Method)).ToList();
        return new(
            plan,
            [.. sequences.Select(sequence => ResultOf(sequence, plan.TaskNames.Count)).OfType<SequenceResult>()],
            [.. sequences.Select(FailureOf).OfType<SequenceFailure>()]);
    }

    /// <summary>The fields that the runs share: those of a training on all tasks, by whose data the tasks are known, and the strategies'
    /// settings.</summary>
    private static JsonObject RecordOf(ContinualPlan plan)
    {
        var fields = PlannedTraining.Fields(plan.Request.Whole);
        fields.Remove("seed");
        fields["strategies"] = SettingsBinder.ToJson(plan.Request.Options);
        return fields;
    }

    private static void Check(string file, JsonObject began, JsonObject now)
    {
        foreach (var (name, value) in now)
        {
            if (!JsonNode.DeepEquals(began[name], value))
            {
                throw new BadInputException(
                    file,
                    $"was begun with another {name}: {began[name]?.ToJsonString(JsonStyle.Line)}, "
                    + $"now {value?.ToJsonString(JsonStyle.Line)}; choose another folder")
                {
                    Setting = "folder",
                };
            }
        }
    }
}
