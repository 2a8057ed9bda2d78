using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Views;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Tests.Plans;

public sealed class ExperimentPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_quick_budget_suits_every_model()
    {
        var plan = Plan("overall", SmallTown.Write(_folder, "town", factor: 4));
        Assert.Empty(plan.Refusals);
        var channels = plan.Jobs.Select(job => SettingsBinder.ToJson(job.Manifest.Options)["base_channels"]).OfType<JsonNode>().ToList();
        Assert.NotEmpty(channels);
        Assert.All(channels, count => Assert.Equal(32, (int)count));
    }

    [Fact]
    public void Every_model_is_trained_with_every_seed_or_refused_with_a_reason()
    {
        var plan = Plan("overall", SmallTown.Write(_folder, "bare", external: false, factor: 4));
        var reasons = plan.Refusals.ToDictionary(refusal => refusal.Model, refusal => refusal.Reason);
        Assert.Equal(["cufar", "uno"], reasons.Keys.Order());
        Assert.Contains("external", reasons["uno"], StringComparison.Ordinal);
        Assert.Contains("external", reasons["cufar"], StringComparison.Ordinal);
        Assert.Equal(plan.Models.Except(reasons.Keys), plan.Jobs.Select(job => job.Manifest.Model).Distinct());
        Assert.Equal([1L, 2L], plan.Jobs.Where(job => job.Manifest.Model == "plgf").Select(job => job.Manifest.Seed));
        Assert.Single(plan.Jobs, job => job.Manifest.Model == "mean"); // nothing in it depends on a seed
        Assert.Equal(plan.Jobs.Count, plan.Jobs.Select(job => job.Folder).Distinct().Count());
    }

    [Fact]
    public void The_usual_value_of_all_sweeps_is_one_training()
    {
        var folders = Plan("sensitivity", SmallTown.Write(_folder, "town")).Jobs.ToDictionary(job => job.Variant, job => job.Folder);
        string[] usual = ["base_channels=32", "rdb_layers=4", "loss.lambda=10", "loss.beta=0.2", "loss.gamma=1"];
        Assert.Single(usual.Select(variant => folders[variant]).Distinct());
        Assert.Equal(folders.Count - usual.Length + 1, folders.Values.Distinct().Count());
    }

    [Fact]
    public void Budgets_make_networks_smaller_and_variants_go_before_them()
    {
        var town = SmallTown.Write(_folder, "town");
        var plan = Plan("sensitivity", town);
        Assert.Equal(32, Plgf(plan.Jobs.First(job => job.Variant == "rdb_layers=2").Manifest).BaseChannels);
        Assert.Equal(40, Plgf(plan.Jobs.Single(job => job.Variant == "base_channels=40").Manifest).BaseChannels);
        Assert.Equal(8, plan.Jobs[0].Manifest.Recipe.Epochs);
        Assert.Equal(0.05, ((DualFocal)plan.Jobs.Single(job => job.Variant == "loss.beta=0.05").Manifest.Loss).Beta);
    }

    [Fact]
    public void A_budget_says_what_its_file_says_and_the_recipe_the_rest()
    {
        const string text = """
            {
              "format": 1, "name": "short", "title": "Short", "view": "overall", "models": ["espcn", "plgf"],
              "budgets": { "quick": { "epochs": 3, "batch_size": 5, "learning_rate": 0.002 }, "longer": { "patience": 7 } }
            }
            """;
        var request = new ExperimentRequest
        {
            File = ExperimentFile.Parse("short.jsonc", text),
            Data = [SmallTown.Write(_folder, "town")],
            Budget = "quick",
        };
        var common = Recipe.Common;

        Assert.All(Recipes("quick"), recipe => Assert.Equal((3, 5, 0.002, common.Patience), Values(recipe)));
        Assert.All(Recipes("longer"), recipe => Assert.Equal((common.Epochs, common.BatchSize, common.LearningRate, 7), Values(recipe)));

        IEnumerable<Recipe> Recipes(string budget) =>
            ExperimentPlan.Create(request with { Budget = budget }).Jobs.Select(job => job.Manifest.Recipe);
        static (int, int, double, int?) Values(Recipe recipe) => (recipe.Epochs, recipe.BatchSize, recipe.LearningRate, recipe.Patience);
    }

    [Fact]
    public void Ablations_differ_in_what_they_name()
    {
        var jobs = Plan("ablation", SmallTown.Write(_folder, "town")).Jobs
            .Where(job => job.Manifest.Seed == 1)
            .ToDictionary(job => job.Variant, job => job.Manifest);
        Assert.Equal(7, jobs.Count);
        Assert.False(Plgf(jobs["wo/ FiLM"]).UseFilm);
        Assert.False(Plgf(jobs["wo/ Local-Global Fusion"]).UseFusion);
        Assert.False(Plgf(jobs["wo/ Context-Gated Attention"]).UseGate);
        Assert.Equal("mse", jobs["wo/ DualFocal (MSE)"].LossName);
        Assert.Equal(0, ((DualFocal)jobs["wo/ Logarithmic"].Loss).Lambda);
    }

    [Fact]
    public void Data_of_the_same_name_are_refused()
    {
        var town = SmallTown.Write(_folder, "town");
        Assert.Contains("name of", Assert.Throws<BadInputException>(() => Plan("ablation", town, town)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_different_divisions_are_refused()
    {
        var one = SmallTown.Write(_folder, "one", division: "7:1:2 in time order");
        var other = SmallTown.Write(_folder, "other", division: "published");
        var refusal = Assert.Throws<BadInputException>(() => Plan("ablation", one, other));
        Assert.Contains("numbers of different divisions are not put into one table", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("7:1:2 in time order", Assert.Single(Plan("ablation", one).Datasets).Division);
    }

    [Fact]
    public void Unknown_budgets_and_settings_are_refused_before_any_training()
    {
        var town = SmallTown.Write(_folder, "town");
        var file = ExperimentFile.Read("ablation");
        var request = new ExperimentRequest { File = file, Data = [town], Budget = "quick" };
        Assert.Contains("known are paper, half, quick", Refusal(request with { Budget = "huge" }), StringComparison.Ordinal);
        Assert.Contains("urbanfm does not have", Refusal(request with { Models = ["urbanfm"] }), StringComparison.Ordinal);
        Assert.Contains("'seeds'", Refusal(request with { Seeds = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Deterministic_trainings_are_others_and_plan_and_tables_say_so()
    {
        var request = new ExperimentRequest
        {
            File = ExperimentFile.Read("overall"),
            Data = [SmallTown.Write(_folder, "town")],
            Budget = "quick",
            Models = ["espcn"],
            Threads = 1,
        };
        var (plain, plan) = (ExperimentPlan.Create(request), ExperimentPlan.Create(request with { Deterministic = true }));

        Assert.All(plan.Jobs, job => Assert.True(job.Manifest.Deterministic));
        Assert.Empty(plain.Tasks.Select(PlannedTraining.IdOf).Intersect(plan.Tasks.Select(PlannedTraining.IdOf)));
        Assert.All(PlanFile.Of(plan).Open("out", CancellationToken.None).Jobs, job => Assert.True(job.Manifest.Deterministic));
        Assert.Contains(" --threads 1 --deterministic --out", ExperimentDocument.Command(plan), StringComparison.Ordinal);
        Assert.Contains("; one thread\n", Conditions(plan), StringComparison.Ordinal);
        Assert.Contains("; cuda, deterministic operators\n", Conditions(OnGpu(plan)), StringComparison.Ordinal);
        Assert.Contains("; cuda, not repeatable to the last bit\n", Conditions(OnGpu(plain)), StringComparison.Ordinal);

        static string Conditions(ExperimentPlan plan) => string.Join('\n', ExperimentDocument.Conditions(plan));
        static ExperimentPlan OnGpu(ExperimentPlan plan) =>
            plan with { Jobs = [.. plan.Jobs.Select(job => job with { Manifest = job.Manifest with { Device = "cuda" } })] };
    }

    [Fact]
    public void Where_no_model_fits_the_first_reason_is_told()
    {
        var bare = SmallTown.Write(_folder, "bare", external: false);
        var uno = new ExperimentRequest { File = ExperimentFile.Read("overall"), Data = [bare], Budget = "quick", Models = ["uno"] };
        Assert.Contains("external", Refusal(uno), StringComparison.Ordinal);
    }

    private static PlgfOptions Plgf(RunManifest run) => Assert.IsType<PlgfOptions>(run.Options);

    private static string Refusal(ExperimentRequest request) =>
        Assert.Throws<BadInputException>(() => ExperimentPlan.Create(request)).Message;

    private static ExperimentPlan Plan(string name, params string[] data) =>
        ExperimentPlan.Create(new() { File = ExperimentFile.Read(name), Data = data, Budget = "quick", Threads = 1 });
}
