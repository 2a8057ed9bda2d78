using FineFlow.Core.Sampling;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Experiments;

/// <summary>Several processes train the plan of one folder.</summary>
public sealed class WorkerTests : IDisposable
{
    private const int Workers = 3, Kills = 5, Trainings = 12;
    private readonly TemporaryFolder _folder = new();
    private readonly RandomStream _random = new(2026);
    private readonly string[] _plan;

    public WorkerTests()
    {
        City.Write(_folder.File("city"), train: 60);
        _plan = Plan(epochs: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void Three_workers_that_are_killed_at_random_give_the_table_of_a_single_process()
    {
        var plan = Plan(epochs: 80); // a second for each of the ten trainings
        Fineflow.RunWell(["experiment", "overall", .. plan, "--out", _folder.File("alone")]);
        var shared = _folder.File("shared");
        var planned = Fineflow.RunWell(["experiment", "plan", "overall", .. plan, "--out", shared, "--json"]).Json();
        Assert.Equal(Trainings, planned.GetProperty("trainings").GetArrayLength());

        var workers = Enumerable.Range(0, Workers).Select(_ => Worker(shared)).ToList();
        var kills = 0;
        for (; kills < Kills; kills++)
        {
            // A worker that finds all trainings taken waits for them: on a fast machine this may be one of the last.
            var victim = workers[_random.NextInt(Workers)];
            victim.WaitFor(
                () => victim.Error.Contains("] ", StringComparison.Ordinal) || !victim.Runs,
                $"no training was begun ({kills} kills)",
                pause: 1);
            if (!victim.Runs)
            {
                break;
            }

            Thread.Sleep(_random.NextInt(200));
            victim.Kill();
            victim.Dispose();
            workers[workers.IndexOf(victim)] = Worker(shared);
        }

        Assert.InRange(kills, 3, Kills);
        Assert.All(workers, worker => Assert.Equal(0, worker.Finish().ExitCode));
        workers.ForEach(worker => worker.Dispose());
        Fineflow.RunWell("experiment", "collect", shared);

        Assert.Equal(File.ReadAllText(_folder.File("alone/table.md")), File.ReadAllText(Path.Combine(shared, "table.md")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(shared, "leases")));
        Assert.Equal("0 free", Free(shared));
    }

    [Fact]
    public void A_planned_sequence_of_a_killed_process_is_taken_over_by_another()
    {
        string[] asked =
        [
            "--data", _folder.File("city"), "--data", _folder.File("city"), "--model", "espcn", "--strategy", "finetune,replay",
            "--set", "strategy.buffer=50", "--set", "base_channels=16", "--epochs", "60", "--clip-grad", "2", "--threads", "1",
        ];
        Fineflow.RunWell(["continual", .. asked, "--out", _folder.File("alone")]);
        var shared = _folder.File("shared");
        Fineflow.RunWell(["continual", "plan", .. asked, "--out", shared]);
        using (var victim = Fineflow.Start("continual", "run", shared))
        {
            victim.WaitFor(() => victim.Error.Contains("] ", StringComparison.Ordinal), "no training was begun", pause: 1);
            using var other = Fineflow.Start("continual", "run", shared);
            victim.Kill();
            Assert.Equal(0, other.Finish().ExitCode);
        }

        Fineflow.RunWell("continual", "collect", shared);
        Assert.Equal(File.ReadAllText(_folder.File("alone/table.md")), File.ReadAllText(_folder.File("shared/table.md")));
        Assert.Empty(Directory.EnumerateFiles(_folder.File("shared/leases")));
        Assert.Contains("2 finished", Fineflow.RunWell("continual", "status", shared).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_of_one_command_share_its_trainings_and_none_is_trained_twice()
    {
        Fineflow.RunWell(["experiment", "overall", .. _plan, "--out", _folder.File("alone")]);
        var outcome = Fineflow.RunProcessWell(["experiment", "overall", .. _plan, "--out", _folder.File("shared"), "--jobs", "2"]);

        Assert.Equal(File.ReadAllText(_folder.File("alone/table.md")), File.ReadAllText(_folder.File("shared/table.md")));
        var begun = outcome.Error.Split('\n').Where(line => line.Contains($"/{Trainings}] ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..(line.IndexOf(']', StringComparison.Ordinal) + 1)]);
        Assert.Equal(
            Enumerable.Range(1, Trainings).Select(number => $"[{number}/{Trainings}]"), begun.Distinct().Order(new ByLength()));
        Assert.Contains("(1) ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("(2) ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_task_is_trained_by_its_number()
    {
        var shared = _folder.File("shared");
        Fineflow.RunWell(["experiment", "plan", "overall", .. _plan, "--out", shared, "--slurm"]);
        var outcome = Fineflow.RunWell("experiment", "run", shared, "--task", "2");

        Assert.Contains("1 of 12 trainings are finished", outcome.Out, StringComparison.Ordinal);
        Assert.Equal("11 free", Free(shared));
        Assert.True(File.Exists(Path.Combine(shared, "train.slurm")));
        Fineflow.Run("experiment", "run", shared, "--task", "13").AssertRefused("13", "12");
        Fineflow.Run("experiment", "run", _folder.File("city")).AssertRefused("plan.json");
    }

    [Fact]
    public void A_plan_of_data_that_have_changed_is_refused()
    {
        var shared = _folder.File("shared");
        Fineflow.RunWell(["experiment", "plan", "overall", .. _plan, "--out", shared]);
        Directory.Delete(_folder.File("city"), recursive: true);
        City.Write(_folder.File("city"), train: 61);

        Fineflow.Run("experiment", "run", shared).AssertRefused("plan.json", "have changed");
    }

    private string[] Plan(int epochs) =>
    [
        "--data", _folder.File("city"), "--models", "mean,ha,espcn", "--seeds", "10", "--epochs", $"{epochs}",
        "--threads", "1",
    ];

    private static string Free(string folder)
    {
        var trainings = Fineflow.RunWell("experiment", "status", folder, "--json").Json().GetProperty("trainings");
        return $"{trainings.EnumerateArray().Count(training => training.GetProperty("state").GetString() == "free")} free";
    }

    private static RunningProgram Worker(string folder) => Fineflow.Start("experiment", "run", folder);

    private sealed class ByLength : IComparer<string>
    {
        public int Compare(string? x, string? y) => (x!.Length, x).CompareTo((y!.Length, y));
    }
}
