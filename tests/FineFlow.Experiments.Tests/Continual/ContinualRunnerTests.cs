using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Continual;
using FineFlow.Experiments.Views;
using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Sequences;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Tests.Continual;

public sealed class ContinualRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ContinualRunnerTests()
    {
        foreach (var (number, name) in new[] { "first", "second" }.Index())
        {
            SmallTown.Write(_folder, name, seed: 10 * number);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stops_at_any_steps_change_nothing_in_tables_and_figures()
    {
        var plan = Plan(["finetune", "replay"]);
        var expected = Files("whole", Run("whole", plan));
        Assert.Contains("### MSE", expected[0], StringComparison.Ordinal);
        Assert.Contains("MSE on 2 second", expected[0], StringComparison.Ordinal);
        Assert.Contains("\\toprule\nstrategy & after task & MSE on 1 first & MSE on 2 second", expected[1], StringComparison.Ordinal);
        Assert.Contains("\\label{tab:continual-1}", expected[1], StringComparison.Ordinal);

        var random = new RandomStream(5);
        for (var stops = 0; ; stops++)
        {
            Assert.True(stops < 100, "it never ends");
            using var stop = new CancellationTokenSource();
            var outcome = Run("torn", plan, new Listener(1 + random.NextInt(9), stop), stop.Token);
            if (!outcome.Interrupted)
            {
                Assert.True(stops >= 3, $"only {stops} stops");
                Assert.Equal(expected, Files("torn", outcome));
                return;
            }

            Assert.Contains("**Not finished", Files("torn", outcome)[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_workers_share_the_sequences_and_write_the_tables_of_one()
    {
        var plan = Plan(["finetune", "replay"], seeds: 2);
        var expected = Files("whole", Run("whole", plan));
        var listeners = new[] { new Listener(int.MaxValue, new()), new Listener(int.MaxValue, new()) };

        var outcomes = await Task.WhenAll(listeners.Select(listener => Task.Factory.StartNew(
            () => ContinualRunner.Run(_folder.File("shared"), plan, listener, CancellationToken.None, TimeSpan.FromSeconds(5)),
            TaskCreationOptions.LongRunning)));

        Assert.All(outcomes, outcome => Assert.Equal(expected, Files("shared", outcome)));
        Assert.Equal(8, listeners.Sum(listener => listener.Tasks)); // two strategies, seeds and tasks: each once
        Assert.All(listeners, listener => Assert.True(listener.Tasks is 2 or 4 or 6, $"{listener.Tasks} tasks"));
    }

    [Fact]
    public void A_sequence_whose_worker_is_silent_is_taken_over_inside_its_task()
    {
        var plan = Plan(["replay"]);
        var expected = Files("whole", Run("whole", plan));
        using var stop = new CancellationTokenSource();
        Assert.True(Run("shared", plan, new Listener(2, stop), stop.Token).Interrupted);

        // A worker on another machine that was killed leaves a lease which nothing changes any more.
        var leases = Path.Combine(_folder.File("shared"), "leases");
        File.WriteAllText(Path.Combine(leases, "replayx1.0002.lease"), "another machine");
        var listener = new Listener(int.MaxValue, new());
        var outcome = ContinualRunner.Run(
            _folder.File("shared"), plan, listener, CancellationToken.None, expiry: TimeSpan.FromMilliseconds(300));

        Assert.Equal(2, listener.Tasks);
        Assert.Equal(expected, Files("shared", outcome));
        Assert.Empty(Directory.EnumerateFiles(leases));
    }

    [Fact]
    public void A_task_is_one_sequence_of_the_plan_and_the_status_says_how_far_each_is()
    {
        var (plan, folder) = (Plan(["finetune", "joint"], seeds: 2), _folder.File("out"));
        ContinualFolder.Begin(folder, plan, ["--of", "the command"]);
        Assert.Equal(TaskState.Free, Assert.Single(States().Distinct()));

        ContinualRunner.Run(folder, plan, null, CancellationToken.None, task: 3);
        Assert.Equal([TaskState.Free, TaskState.Free, TaskState.Finished, TaskState.Free], States());
        Assert.Equal(
            [new(3, "finetune", 2, Learnt: 2, TaskState.Finished)], ContinualStatus.Of(folder).Sequences.Where(each => each.Learnt > 0));

        using var stop = new CancellationTokenSource();
        Run("out", plan, new Listener(1, stop), stop.Token);
        using (ContinualFolder.In(folder).Leases(Leases.DefaultExpiry).TryTake(plan.Sequences.Last().Id))
        {
            Assert.Equal([TaskState.Free, TaskState.Free, TaskState.Finished, TaskState.Taken], States());
        }

        Assert.Equal(["--of", "the command"], ContinualPlanFile.Read(folder).Options);
        ContinualPlanFile.Read(folder).Check(folder, plan);
        Assert.Contains(
            "plan again",
            Assert.Throws<BadInputException>(() => ContinualPlanFile.Read(folder).Check(folder, Plan(["finetune"]))).Message,
            StringComparison.Ordinal);
        foreach (var wrong in new[] { 0, 5 })
        {
            var refusal = Assert.Throws<BadInputException>(
                () => ContinualRunner.Run(folder, plan, null, CancellationToken.None, task: wrong));
            Assert.Contains($"has no sequence {wrong}; there are 4", refusal.Message, StringComparison.Ordinal);
        }

        TaskState[] States() => [.. ContinualStatus.Of(folder).Sequences.Select(each => each.State)];
    }

    [Fact]
    public void Further_strategies_and_seeds_join_what_is_finished()
    {
        Run("out", Plan(["ewc"]));
        var listener = new Listener(int.MaxValue, new());

        var outcome = Run("out", Plan(["ewc", "joint"], seeds: 2), listener);

        Assert.Equal(6, listener.Tasks); // ewc with the second seed, joint with both
        Assert.Equal(
            [("ewc", 1), ("ewc", 2), ("joint", 1), ("joint", 2)], outcome.Results.Select(result => (result.Strategy, (int)result.Seed)));
        var report = ContinualReport.Of(outcome);
        Assert.Equal([("ewc", 2), ("joint", 2)], report.Strategies.Select(strategy => (strategy.Strategy, strategy.Seeds)));
        Assert.Equal(["mse", "rmse", "mae", "mape", "wape"], report.Strategies[0].Forgetting.Keys);
    }

    [Fact]
    public void Runs_of_other_settings_data_or_kinds_are_not_mixed()
    {
        Run("out", Plan(["finetune"]));

        Assert.Contains("another recipe", Refusal(Plan(["finetune"], epochs: 3)), StringComparison.Ordinal);
        Assert.Contains(
            "another strategies", Refusal(Plan(["finetune"], options: new() { Buffer = 7 })), StringComparison.Ordinal);
        Directory.Delete(_folder.File("second"), recursive: true);
        SmallTown.Write(_folder, "second", seed: 99);
        Assert.Contains("another data", Refusal(Plan(["finetune"])), StringComparison.Ordinal);
        var refusal = Assert.Throws<BadInputException>(() => Run("first", Plan(["finetune"])));
        Assert.Contains("is not of a sequence of tasks", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deterministic_sequences_are_others_and_their_tables_say_so()
    {
        var (plain, plan) = (Plan(["finetune"]), Plan(["finetune"], deterministic: true));
        Run("out", plan);

        Assert.Contains("another deterministic", Refusal(plain), StringComparison.Ordinal);
        Assert.All(
            Directory.EnumerateFiles(_folder.File("out"), "run.json", SearchOption.AllDirectories),
            run => Assert.True(JsonNode.Parse(File.ReadAllText(run))!["deterministic"]!.GetValue<bool>()));
        Assert.Contains("seed 1; one thread", ContinualDocument.Conditions(plan));
        Assert.Equal("cuda, deterministic operators", FigureWords.Machine("cuda", 1, deterministic: true));
        Assert.Equal("cuda, not repeatable to the last bit", FigureWords.Machine("cuda", 1, deterministic: false));
    }

    [Fact]
    public void A_sequence_that_diverges_does_not_stop_the_others_and_is_not_tried_again()
    {
        var plan = Plan(["finetune", "replay"], rate: 1e30);

        var outcome = Run("out", plan);

        Assert.False(outcome.Interrupted);
        Assert.Equal(["finetune", "replay"], outcome.Failures.Select(failure => failure.Strategy));
        Assert.Empty(outcome.WholeOf("finetune"));
        Assert.Contains("## Not in the tables", Files("out", outcome)[0], StringComparison.Ordinal);
        var listener = new Listener(int.MaxValue, new());
        Run("out", plan, listener);
        Assert.Equal(0, listener.Tasks);
    }

    private ContinualPlan Plan(
        string[] methods, int seeds = 1, int epochs = 2, double rate = 1e-3, ContinualOptions? options = null, bool deterministic = false)
    {
        var tasks = TaskSequence.Create([DatasetFolder.Load(_folder.File("first")), DatasetFolder.Load(_folder.File("second"))]);
        var request = new TrainingRequest { Model = "espcn" }
            .With(recipe => recipe with { Epochs = epochs, LearningRate = Math.Min(rate, 10), BatchSize = 8 })
            .With(run => run with { Threads = 1, Deterministic = deterministic });
        if (rate > 10)
        {
            request = request.With(recipe => recipe with { Optimizer = Torch.Networks.OptimizerKind.Sgd, Momentum = 0.999 });
        }

        return new(
            SequenceRequest.Create(tasks, request, options ?? new ContinualOptions { Buffer = 20 }),
            [.. methods.Select(ContinualMethods.Find)],
            seeds);
    }

    private ContinualOutcome Run(
        string folder, ContinualPlan plan, IProgress<ContinualProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ContinualRunner.Run(_folder.File(folder), plan, progress, cancellationToken);

    private string Refusal(ContinualPlan plan) => Assert.Throws<BadInputException>(() => Run("out", plan)).Message;

    /// <summary>The tables and the figure, as text; results.json also holds seconds and folders.</summary>
    private string[] Files(string folder, ContinualOutcome outcome)
    {
        var files = ContinualFiles.Write(_folder.File(folder), outcome);
        Assert.NotNull(JsonNode.Parse(File.ReadAllText(files[2]))!["versions"]);
        return [.. files.Where(file => Path.GetExtension(file) is ".md" or ".tex" or ".csv" or ".svg").Select(File.ReadAllText)];
    }

    /// <summary>Counts tasks, and stops after some steps.</summary>
    private sealed class Listener(int steps, CancellationTokenSource stop) : IProgress<ContinualProgress>
    {
        private int _steps = steps;

        public int Tasks { get; private set; }

        public void Report(ContinualProgress value)
        {
            Tasks += value is TaskFinished ? 1 : 0;
            if (value is TaskProgress { Training: StepReport } && --_steps == 0)
            {
                stop.Cancel();
            }
        }
    }
}
