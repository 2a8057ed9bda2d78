using FineFlow.Core;
using FineFlow.Core.Sampling;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Running;
using FineFlow.Experiments.Views;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Tests.Running;

public sealed class ExperimentRunnerTests : IDisposable
{
    private static readonly string[] FewModels = ["mean", "espcn", "plgf"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        var plan = Plan(SmallTown.Write(_folder, "town"));
        var first = new Listener();
        var outcome = ExperimentRunner.Run(_folder.File("out"), plan, first);
        Assert.False(outcome.Interrupted);
        Assert.Equal(plan.Jobs.Count, outcome.Results.Count);
        Assert.Equal(plan.Jobs.Count, first.Jobs);
        Assert.True(first.Steps > 0);

        var second = new Listener();
        var again = ExperimentRunner.Run(_folder.File("out"), plan, second);
        Assert.Equal((0, 0), (second.Jobs, second.Steps));
        Assert.Equal(outcome.Results.Select(measured => measured.Result), again.Results.Select(measured => measured.Result));
    }

    [Fact]
    public void Stops_at_any_steps_change_nothing_in_the_table()
    {
        var plan = Plan(SmallTown.Write(_folder, "town"));
        var expected = Table("whole", ExperimentRunner.Run(_folder.File("whole"), plan));

        var random = new RandomStream(5);
        for (var stops = 0; ; stops++)
        {
            Assert.True(stops < 100, "it never ends");
            using var stop = new CancellationTokenSource();
            var listener = new Listener { StopAfter = 1 + random.NextInt(4), Stop = stop };
            var outcome = ExperimentRunner.Run(_folder.File("torn"), plan, listener, cancellationToken: stop.Token);
            if (!outcome.Interrupted)
            {
                Assert.True(stops >= 3, $"only {stops} stops");
                Assert.Equal(expected, Table("torn", outcome));
                return;
            }
        }
    }

    [Fact]
    public void More_seeds_and_models_go_on_from_what_is_there()
    {
        var town = SmallTown.Write(_folder, "town");
        ExperimentRunner.Run(_folder.File("out"), Plan(town));
        var listener = new Listener();
        var more = Plan(town, request => request with { Seeds = 3, Models = [.. FewModels, "ha"] });
        var outcome = ExperimentRunner.Run(_folder.File("out"), more, listener);
        Assert.Equal(3, listener.Jobs); // a third espcn and plgf, and ha
        Assert.Equal(8, outcome.Results.Count);
    }

    [Fact]
    public void Results_of_other_data_budgets_threads_or_epochs_are_not_mixed()
    {
        var town = SmallTown.Write(_folder, "town");
        ExperimentRunner.Run(_folder.File("out"), Plan(town));
        Directory.Delete(town, recursive: true);
        SmallTown.Write(_folder, "town", seed: 9);
        Assert.Contains("fingerprint of 'town'", Refusal(Plan(town)), StringComparison.Ordinal);
        Directory.Delete(town, recursive: true);
        SmallTown.Write(_folder, "town");
        Assert.Contains(
            "deterministic False, now True",
            Refusal(Plan(town, request => request with { Deterministic = true })),
            StringComparison.Ordinal);
        Assert.Contains("threads 1, now 2", Refusal(Plan(town, request => request with { Threads = 2 })), StringComparison.Ordinal);
        Assert.Contains("another recipe", Refusal(Plan(town, request => request with { Epochs = 3 })), StringComparison.Ordinal);
        Assert.Contains(
            "budget quick, now half", Refusal(Plan(town, request => request with { Budget = "half" })), StringComparison.Ordinal);
        var efficiency = ExperimentFile.Read("efficiency");
        Assert.Contains(
            "experiment overall",
            Refusal(Plan(town, request => request with { File = efficiency, Models = null })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_left_alone()
    {
        var town = SmallTown.Write(_folder, "town");
        var refusal = Assert.Throws<BadInputException>(() => ExperimentRunner.Run(town, Plan(town)));
        Assert.Contains("is not an experiment", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_diverges_does_not_stop_the_others()
    {
        var file = ExperimentFile.Parse("mine", """
            {
              "format": 1, "name": "overall", "title": "t", "view": "overall", "models": ["espcn", "mean"],
              "budgets": {"quick": {"epochs": 1, "learning_rate": 10}}
            }
            """);
        var town = SmallTown.Write(_folder, "town");
        var plan = ExperimentPlan.Create(new() { File = file, Data = [town], Budget = "quick", Threads = 1 });
        var huge = plan with { Jobs = [.. plan.Jobs.Select(Diverging)] };
        var listener = new Listener();
        var outcome = ExperimentRunner.Run(_folder.File("out"), huge, listener);
        Assert.Equal("espcn", Assert.Single(outcome.Failures).Job.Manifest.Model);
        Assert.Equal("mean", Assert.Single(outcome.Results).Result.Model);
        Assert.Equal(outcome.Failures, listener.Failures);
        Assert.Equal(["mean"], listener.Finished);
        Assert.True(File.Exists(_folder.File($"out/{outcome.Failures[0].Job.Folder}/failure.json"))); // it is not tried again
        Assert.Contains("| espcn | diverged |", Table("out", outcome), StringComparison.Ordinal);
    }

    private static ExperimentJob Diverging(ExperimentJob job)
    {
        var recipe = job.Manifest.Recipe with { LearningRate = 1e30 };
        return job with { Manifest = job.Manifest with { Recipe = recipe } };
    }

    private string Refusal(ExperimentPlan plan) =>
        Assert.Throws<BadInputException>(() => ExperimentRunner.Run(_folder.File("out"), plan)).Message;

    private string Table(string folder, ExperimentOutcome outcome) => File.ReadAllText(ResultFiles.Write(_folder.File(folder), outcome)[0]);

    private static ExperimentPlan Plan(string data, Func<ExperimentRequest, ExperimentRequest>? change = null)
    {
        var request = new ExperimentRequest
        {
            File = ExperimentFile.Read("overall"),
            Data = [data],
            Budget = "quick",
            Epochs = 2,
            Models = FewModels,
            Threads = 1,
        };
        return ExperimentPlan.Create(change?.Invoke(request) ?? request);
    }

    /// <summary>Counts, and stops after some steps.</summary>
    private sealed class Listener : IProgress<ExperimentProgress>
    {
        public int Jobs { get; private set; }

        public int Steps { get; private set; }

        public List<string> Finished { get; } = [];

        public List<JobFailure> Failures { get; } = [];

        public int? StopAfter { get; init; }

        public CancellationTokenSource? Stop { get; init; }

        public void Report(ExperimentProgress value)
        {
            switch (value)
            {
                case JobStarted:
                    Jobs++;
                    break;
                case JobProgress { Training: StepReport } when ++Steps == StopAfter:
                    Stop!.Cancel();
                    break;
                case JobFinished { Result.Model: var model }:
                    Finished.Add(model);
                    break;
                case JobFailed failed:
                    Failures.Add(failed.Failure);
                    break;
            }
        }
    }
}
