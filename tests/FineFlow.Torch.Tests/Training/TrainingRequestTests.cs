using System.Text.Json.Nodes;
using FineFlow.Core.Settings;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

public sealed class TrainingRequestTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void Asking_for_nothing_gives_the_recommended_model_and_its_own_recipe()
    {
        var manifest = new TrainingRequest().NewRun(_small.Data);

        Assert.Equal(("dmn", "dirichlet", "reference"), (manifest.Model, manifest.LossName, manifest.Recipe.Name));
        Assert.Equal((40, OptimizerKind.AdamW, 0.98), (manifest.Recipe.Epochs, manifest.Recipe.Optimizer, manifest.Recipe.Ema));
    }

    [Fact]
    public void Counts_that_are_not_whole_are_trained_by_the_multinomial()
    {
        _small.Data["train"].Fine.Values[5] += 0.5f;

        Assert.Equal("multinomial", new TrainingRequest().NewRun(_small.Data).LossName);
        Assert.Equal("mse", new TrainingRequest { Loss = "mse" }.NewRun(_small.Data).LossName);
    }

    [Fact]
    public void A_warm_up_that_nobody_asked_for_gives_way_to_a_short_training()
    {
        TrainingRequest OfEpochs(int epochs) => new TrainingRequest().With(recipe => recipe with { Epochs = epochs });

        Assert.Equal(1, OfEpochs(2).NewRun(_small.Data).Recipe.WarmUp);
        Assert.Equal(0, OfEpochs(1).NewRun(_small.Data).Recipe.WarmUp);
        AssertRefused(OfEpochs(3).With(recipe => recipe with { WarmUp = 5 }), "setting 'warm_up': is 5");
    }

    [Fact]
    public void Asking_for_the_papers_model_gives_its_loss_and_protocol_at_the_datas_size()
    {
        var manifest = new TrainingRequest { Model = "plgf" }.NewRun(_small.Data);

        Assert.Equal(("plgf", "dualfocal", "common", 0L), (manifest.Model, manifest.LossName, manifest.Recipe.Name, manifest.Seed));
        Assert.Equal((8, 8, 4, 1), (Option(manifest, "height"), Option(manifest, "width"), Option(manifest, "scale_factor"),
            Option(manifest, "in_channels")));
        Assert.Equal((100, 20, 3e-4, 20), (manifest.Recipe.Epochs, manifest.Recipe.BatchSize, manifest.Recipe.LearningRate,
            manifest.Recipe.Patience));
        Assert.Equal(ConservationMode.AsPublished, manifest.Recovery);
    }

    [Fact]
    public void Externals_are_used_where_the_data_have_them()
    {
        using var folder = new TemporaryFolder();
        var bare = SmallFlows.Write(folder.File("data"), external: false);

        Assert.True(Assert.IsType<PlgfOptions>(new TrainingRequest { Model = "plgf" }.NewRun(_small.Data).Options).UseExt);
        Assert.False(Assert.IsType<PlgfOptions>(new TrainingRequest { Model = "plgf" }.NewRun(bare).Options).UseExt);
    }

    [Fact]
    public void Settings_reach_the_model_and_behind_their_prefix_the_loss()
    {
        var settings = Settings("base_channels", "16", "loss.gamma", "2");
        var manifest = new TrainingRequest { Model = "plgf", Settings = settings }.NewRun(_small.Data);

        Assert.Equal(16, Option(manifest, "base_channels"));
        Assert.Equal(2, Assert.IsType<DualFocal>(manifest.Loss).Gamma);
    }

    [Fact]
    public void The_reference_recipe_is_the_models_own()
    {
        foreach (var entry in ModelCatalog.All)
        {
            var manifest = new TrainingRequest { Model = entry.Name, Recipe = "reference" }.NewRun(_small.Data);

            Assert.Equal(entry.Reference, manifest.Recipe);
            var options = SettingsBinder.ToJson(manifest.Options);
            Assert.All(entry.ReferenceSettings, s => Assert.True(JsonNode.DeepEquals(s.Value, options[s.Key]), s.Key));
        }
    }

    [Fact]
    public void What_cannot_be_had_is_refused()
    {
        AssertRefused(new() { Model = "no such" }, "model 'no such': is unknown");
        AssertRefused(new() { Loss = "no such" }, "loss 'no such': is unknown");
        AssertRefused(new() { Recipe = "no such" }, "recipe 'no such': is unknown; known are common, reference");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { Epochs = 0 }), "setting 'epochs': is 0");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { BatchSize = -1 }), "setting 'batch_size': is -1");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { LearningRate = double.NaN }),
            "setting 'learning_rate': is \"NaN\"");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { Patience = 0 }), "setting 'patience': is 0");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { Ema = 1 }), "setting 'ema': is 1");
        AssertRefused(new TrainingRequest().With(recipe => recipe with { Ema = double.NaN }), "setting 'ema': is \"NaN\"");
        AssertRefused(new TrainingRequest().With(run => run with { MicroBatch = 0 }),
            "setting 'micro_batch': is 0; it must be between 1 and 65536");
        AssertRefused(new TrainingRequest().With(run => run with { Threads = 0 }),
            "setting 'threads': is 0; it must be between 1 and 4096");
        AssertRefused(new TrainingRequest().With(run => run with { Device = "gpu" }),
            "setting 'device': is 'gpu'; expected cpu, cuda, cuda:N or auto");
        AssertRefused(new() { Model = "plgf", Settings = Settings("height", "9") }, "setting 'height': is 9, but ");
        AssertRefused(new() { Model = "plgf", Settings = Settings("no_such", "9") }, "setting 'no_such': is unknown to plgf");
        AssertRefused(
            new() { Model = "plgf", Settings = Settings("loss.no_such", "9") }, "setting 'no_such': is unknown to loss dualfocal");
        AssertRefused(
            new() { Model = "plgf", Settings = Settings("base_channels", "12") }, "setting 'base_channels': 12 is not a multiple of 8");
    }

    [Fact]
    public void A_run_goes_on_with_more_epochs_other_patience_threads_or_micro_batches()
    {
        var run = SmallRun.Request("plgf", epochs: 2).NewRun(_small.Data);

        var longer = new TrainingRequest().With(recipe => recipe with { Epochs = 9, Patience = 4 })
            .With(run => run with { Threads = 2, MicroBatch = 3 }).Continue(run);

        Assert.Equal((9, 4, 2, 3), (longer.Recipe.Epochs, longer.Recipe.Patience, longer.Threads, longer.MicroBatch));
        Assert.Equal(run, longer with { Recipe = run.Recipe, Threads = run.Threads, MicroBatch = null });
        Assert.Equal(3, new TrainingRequest().Continue(longer).MicroBatch);
        Assert.Equal(run.Recipe, SmallRun.Request("plgf", epochs: 2).Continue(run).Recipe);
    }

    [Fact]
    public void A_run_of_a_gpu_goes_on_on_the_cpu_when_told_to()
    {
        var run = SmallRun.Request("plgf", epochs: 2).NewRun(_small.Data) with { Device = "cuda:1" };

        Assert.Equal("cuda:1", new TrainingRequest().Continue(run).Device);
        Assert.Equal("cpu", new TrainingRequest().With(run => run with { Device = "cpu" }).Continue(run).Device);
    }

    [Fact]
    public void A_run_does_not_go_on_as_something_else()
    {
        var run = SmallRun.Request("plgf", epochs: 2).NewRun(_small.Data);
        void AssertKept(TrainingRequest request, string message) =>
            Assert.StartsWith(message, Refused.By(() => request.Continue(run)), StringComparison.Ordinal);

        AssertKept(new() { Model = "ha" }, "model: is plgf in this run and ha was asked for");
        AssertKept(new() { Loss = "mse" }, "loss: is dualfocal");
        AssertKept(new() { Recipe = "reference" }, "recipe: is common");
        AssertKept(new() { Recovery = ConservationMode.Exact }, "recovery: is AsPublished");
        AssertKept(new TrainingRequest().With(run => run with { Seed = 6 }), "setting 'seed': is 5 in this run and 6 was asked for");
        AssertKept(new TrainingRequest().With(recipe => recipe with { BatchSize = 5 }), "setting 'batch_size': is 4");
        AssertKept(new TrainingRequest().With(recipe => recipe with { LearningRate = 1e-3 }), "setting 'learning_rate': is 0.002");
        AssertKept(new TrainingRequest().With(recipe => recipe with { Ema = 0.9 }),
            "setting 'ema': is none in this run and 0.9 was asked for");
        AssertKept(new() { Settings = Settings("base_channels", "24") }, "setting 'base_channels': is 16 in this run and 24 was asked for");
        AssertKept(new() { Settings = Settings("loss.gamma", "2") }, "setting 'gamma': is 1");
        AssertKept(new() { Settings = Settings("no_such", "2") }, "setting 'no_such': is unknown to this run");
        AssertKept(new TrainingRequest().With(recipe => recipe with { Epochs = 0 }), "setting 'epochs': is 0");
        AssertKept(new TrainingRequest().With(run => run with { MicroBatch = 0 }), "setting 'micro_batch': is 0");
        AssertKept(new TrainingRequest().With(run => run with { Threads = -1 }), "setting 'threads': is -1");
        AssertKept(new TrainingRequest().With(run => run with { Device = "cuda:x" }), "setting 'device': is 'cuda:x'");
    }

    private void AssertRefused(TrainingRequest request, string message) =>
        Assert.StartsWith(message, Refused.By(() => request.NewRun(_small.Data)), StringComparison.Ordinal);

    private static int Option(RunManifest manifest, string name) => SettingsBinder.ToJson(manifest.Options)[name]!.GetValue<int>();

    private static Dictionary<string, JsonNode?> Settings(params string[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => pair[0], pair => JsonNode.Parse(pair[1]));
}
