using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Experiments;

/// <summary>The array script of a plan on a Slurm of one machine.</summary>
public sealed class SlurmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void An_array_of_jobs_one_of_which_is_stopped_gives_the_table_of_a_single_process()
    {
        Slurm.Require();
        City.Write(_folder.File("city"), train: 60);
        string[] asked = ["--data", _folder.File("city"), "--models", "ha,espcn", "--seeds", "3", "--epochs", "400"];
        Fineflow.RunWell(["experiment", "overall", .. asked, "--threads", "1", "--out", _folder.File("alone")]);
        var shared = _folder.File("shared");
        var plan = Fineflow.RunWell(
            ["experiment", "plan", "overall", .. asked, "--slurm", "--cpus", "1", "--out", shared, "--json"]).Json();
        var trainings = plan.GetProperty("trainings").EnumerateArray().ToList();
        var stopped = trainings.First(training => training.GetProperty("model").GetString() == "espcn").GetProperty("number").GetInt32();

        using var slurm = new Slurm(_folder.File("slurm"));
        var job = slurm.RunWell("sbatch", "--parsable", Path.Combine(shared, "train.slurm")).Trim();
        slurm.WaitFor(() => Log(stopped).Contains("epoch", StringComparison.Ordinal), $"task {stopped} does not train");
        slurm.RunWell("scancel", "--signal=INT", $"{job}_{stopped}"); // as Slurm does two minutes before the time limit
        slurm.WaitFor(() => slurm.RunWell("squeue", "--noheader").Length == 0, "the array does not come to an end");

        var end = slurm.RunWell("scontrol", "show", "job", $"{job}_{stopped}");
        Assert.Contains("JobState=COMPLETED", end, StringComparison.Ordinal);
        Assert.Contains("Restarts=1", end, StringComparison.Ordinal);
        Assert.Contains("REQUEUE", Log(stopped), StringComparison.Ordinal);
        Fineflow.RunWell("experiment", "collect", shared);
        Assert.Equal(File.ReadAllText(_folder.File("alone/table.md")), File.ReadAllText(Path.Combine(shared, "table.md")));

        string Log(int task) => Path.Combine(shared, "logs", $"{task}.log") is var log && File.Exists(log) ? File.ReadAllText(log) : "";
    }
}
