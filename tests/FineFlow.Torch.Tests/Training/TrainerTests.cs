using System.Text.Json;
using FineFlow.Core.Metrics;
using FineFlow.Core.Sampling;
using FineFlow.Core.Settings;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private const string Model = "plgf";
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var request = SmallRun.Request(Model, epochs: 1);

        var first = Weights(_small.Train(request).Run);

        Assert.Equal(first, Weights(_small.Train(request).Run));
        Assert.NotEqual(first, Weights(_small.Train(request.With(run => run with { Seed = 6 })).Run));
    }

    [Fact]
    public void Steps_are_reported_with_batches_that_cover_the_epoch()
    {
        var steps = new List<StepReport>();

        var (_, outcome) = _small.Train(_small.Begin(SmallRun.Request(Model, epochs: 2)), new Listener { Step = steps.Add });

        Assert.Equal([(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4)], steps.Select(s => (s.Epoch, s.Step)));
        Assert.All(steps, step => Assert.Equal((2, 4, 15), (step.Epochs, step.Steps, step.Samples)));
        Assert.All(steps, step => Assert.True(step.SamplesPerSecond > 0));

        // 15 samples in batches of 4, 4, 4 and 3: an epoch's loss weighs them by their size.
        var losses = steps.Take(4).Select(s => s.Loss).ToArray();
        Assert.Equal((4 * (losses[0] + losses[1] + losses[2]) + 3 * losses[3]) / 15, outcome.History[0].TrainLoss!.Value, tolerance: 1e-9);
    }

    [Fact]
    public void The_short_batch_may_be_dropped()
    {
        var steps = new List<StepReport>();

        _small.Train(_small.Begin(Manifest(epochs: 1, r => r with { DropsLastBatch = true })), new Listener { Step = steps.Add });

        Assert.Equal([(1, 3), (2, 3), (3, 3)], steps.Select(s => (s.Step, s.Steps)));
    }

    [Theory]
    [InlineData(1, 4, 10, 30)]
    [InlineData(2, 2, 10, 25)]
    [InlineData(4, 4, 10, 0)]
    public void The_time_left_counts_the_steps_to_go(int epoch, int step, double rate, double seconds) =>
        Assert.Equal(seconds, new StepReport(epoch, 4, step, 4, Samples: 100, 1, rate).SecondsLeft, tolerance: 1e-9);

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_and_leaves_its_files_alone()
    {
        var (run, _) = _small.Train(SmallRun.Request(Model, epochs: 1));
        var before = FilesOf(run);
        const int Poisoned = 9;
        _small.Data["train"].Fine.Sample(Poisoned)[0] = float.NaN;
        var longer = run.With(new TrainingRequest().With(recipe => recipe with { Epochs = 2 }).Continue(run.Manifest));

        var failure = Assert.Throws<TrainingDivergedException>(() => _small.Train(longer));

        var order = BatchOrder.Shuffle(SmallFlows.TrainSamples, run.Manifest.Seed, epoch: 1);
        var step = Array.IndexOf(order, Poisoned) / 4;
        Assert.Contains($"in epoch 2: the loss is NaN in step {step + 1} (samples {string.Join(", ", order.Skip(4 * step).Take(4))})",
            failure.Message, StringComparison.Ordinal);
        Assert.Equal(before.Where(f => f.Key != "run.json"), FilesOf(run).Where(f => f.Key != "run.json"));
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_never_saved()
    {
        // The loss of such counts is finite in float32, its gradient is not.
        Array.Fill(_small.Data["train"].Coarse.Values, 1e34f);
        Array.Fill(_small.Data["train"].Fine.Values, 0);
        var run = _small.Begin(SmallRun.Request(Model, epochs: 1) with { Loss = "l1" });

        var failure = Assert.Throws<TrainingDivergedException>(() => _small.TrainSteps(run, 1));

        Assert.Contains("in epoch 1: a weight or a moment of its gradient is not finite by step 1", failure.Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(run.StateFile));
    }

    [Fact]
    public void A_validation_that_is_no_number_stops_the_run()
    {
        _small.Data["valid"].Fine.Sample(0)[0] = float.NaN;

        var failure = Assert.Throws<TrainingDivergedException>(() => _small.Train(SmallRun.Request(Model, epochs: 1)));

        Assert.Contains("in epoch 1: the validation MSE is NaN", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_is_the_epoch_of_the_strictly_lowest_validation_error()
    {
        var (run, outcome) = _small.Train(SmallRun.Request(Model, epochs: 8)
            .With(recipe => recipe with { LearningRate = 0.2, Patience = 100 }));

        var lowest = outcome.History.MinBy(e => e.Valid[MetricCatalog.Mse])!;
        using var threads = ComputeThreads.Use(run.Manifest.Threads);
        using var model = ModelBundle.Load(run.Path);
        Assert.NotEqual(outcome.History.Count, lowest.Epoch);
        Assert.Equal(lowest, outcome.Best);
        Assert.Equal(lowest.Epoch, model.Card.Epoch);
        Assert.Equal(lowest.Valid[MetricCatalog.Mse], Evaluation.Run(
            model.Network, _small.Data["valid"], "valid").Metrics[MetricCatalog.Mse]);

        var soFar = double.PositiveInfinity;
        foreach (var epoch in outcome.History)
        {
            Assert.Equal(epoch.Valid[MetricCatalog.Mse] < soFar, epoch.Best);
            soFar = Math.Min(soFar, epoch.Valid[MetricCatalog.Mse]);
        }
    }

    [Fact]
    public void Patience_ends_a_run_that_gets_no_better_and_an_equal_epoch_is_not_better()
    {
        // At this rate no weight changes: every epoch is exactly as good as the first.
        var (run, outcome) = _small.Train(SmallRun.Request(Model, epochs: 10)
            .With(recipe => recipe with { LearningRate = 1e-12, Patience = 3 }));

        Assert.Equal(TrainingEnd.OutOfPatience, outcome.End);
        Assert.Equal([true, false, false, false], outcome.History.Select(e => e.Best));
        Assert.Equal(TrainingEnd.OutOfPatience, _small.Train(RunFolder.Open(run.Path)).Outcome.End);
    }

    [Fact]
    public void The_optimizer_follows_the_schedule()
    {
        var (_, outcome) = _small.Train(_small.Begin(Manifest(
            epochs: 3, r => r with { Schedule = [new(First: 1, Every: 1, Factor: 1e-10, Last: 1)] })));
        var (_, steady) = _small.Train(_small.Begin(Manifest(epochs: 3, r => r with { Schedule = [] })));

        Assert.Equal([2e-3, 2e-13, 2e-13], outcome.History.Select(e => e.LearningRate), (a, b) => Math.Abs(a - b) <= 1e-12 * a);
        Assert.Equal(outcome.History[0].Valid, steady.History[0].Valid);
        Assert.Equal(outcome.History[0].Valid, outcome.History[1].Valid);
        Assert.NotEqual(steady.History[0].Valid, steady.History[1].Valid);
    }

    [Fact]
    public void Moments_are_reset_with_the_rate_where_the_recipe_says_so_and_a_stop_there_changes_nothing()
    {
        var schedule = new LearningRateStep(First: 1, Every: 100, Factor: 0.5);
        RunManifest With(bool resets) => Manifest(epochs: 2, r => r with { Schedule = [schedule], ResetsMoments = resets });

        var (whole, outcome) = _small.Train(_small.Begin(With(resets: true)));
        var (_, keeping) = _small.Train(_small.Begin(With(resets: false)));
        Assert.Equal(outcome.History[0].Valid, keeping.History[0].Valid);
        Assert.NotEqual(outcome.History[1].Valid, keeping.History[1].Valid);

        using var stop = new CancellationTokenSource();
        var run = _small.Begin(With(resets: true));
        var trainer = new Trainer(run, _small.Data, new Listener { Epoch = _ => stop.Cancel() });
        Assert.Equal(TrainingEnd.Interrupted, trainer.Run(stop.Token).End);

        Assert.Single(_small.TrainSteps(RunFolder.Open(run.Path), 1).History);
        _small.Train(RunFolder.Open(run.Path));
        Assert.Equal(Weights(whole), Weights(run));
    }

    [Fact]
    public void A_scaled_loss_is_taken_in_units_of_the_networks_output()
    {
        var scaled = ModelCatalog.All.FirstOrDefault(e => e.Has("scaler_y"));
        Assert.SkipWhen(scaled is null, "no model has an output scale");
        var settings = CatalogCases.Settings(scaled.Name);
        settings["scaler_y"] = 100;
        var manifest = (SmallRun.Request(scaled.Name, epochs: 1) with { Settings = settings, Loss = "mse" }).NewRun(_small.Data);

        var raw = FirstLoss(manifest);
        var inUnits = FirstLoss(manifest with { Recipe = manifest.Recipe with { ScaledLoss = true } });

        Assert.Equal(raw, 1e4 * inUnits, tolerance: 1e-5 * raw);
    }

    [Fact]
    public void The_history_is_a_line_an_epoch_and_whole_again_after_a_tear()
    {
        var (run, outcome) = _small.Train(SmallRun.Request(Model, epochs: 3));
        Assert.Equal(outcome.History, History(run));

        File.AppendAllText(Path.Combine(run.Path, "history.jsonl"), "{\"epoch\":4,\"lear");
        File.Delete(Path.Combine(run.ModelFolder, "card.json"));
        _small.Train(RunFolder.Open(run.Path));

        Assert.Equal(outcome.History, History(run));
        ModelBundle.Load(run.Path).Dispose();
    }

    [Fact]
    public void A_model_without_parameters_is_done_after_one_fit()
    {
        var (run, outcome) = _small.Train(SmallRun.Request("ha", epochs: 50));

        var epoch = Assert.Single(outcome.History);
        Assert.Null(epoch.TrainLoss);
        Assert.True(epoch.Best);
        Assert.Equal(epoch, _small.Train(RunFolder.Open(run.Path)).Outcome.History.Single());
        Assert.True(epoch.Valid[MetricCatalog.Mse] < _small.Train(
            SmallRun.Request("mean", epochs: 50)).Outcome.History[0].Valid[MetricCatalog.Mse]);
    }

    [Fact]
    public void Both_channels_of_two_channel_data_are_trained()
    {
        using var folder = new TemporaryFolder();
        var data = SmallFlows.Write(folder.File("data"), external: false, channels: 2);
        var run = RunFolder.Create(folder.File("run"), SmallRun.Request(Model, epochs: 1).NewRun(data));

        var trainer = new Trainer(run, data);
        trainer.Run(TestContext.Current.CancellationToken);

        using var model = ModelBundle.Load(run.Path);
        Assert.True(Evaluation.Run(model.Network, data["test"], "test").Conservation.Conserves);
        Assert.Equal(2, model.Network.Options.InChannels);
    }

    [Theory]
    [InlineData(Model)]
    [InlineData("cufar")]
    public void Cancelled_before_validation_a_training_stops_at_once_and_goes_on_bit_for_bit(string model)
    {
        var request = SmallRun.Request(model, epochs: 2).With(recipe => recipe with { Ema = 0.9 });
        var whole = Weights(_small.Train(request).Run);
        var run = _small.Begin(request);

        var outcome = _small.TrainSteps(run, steps: 4); // all of the first epoch; its validation comes next

        Assert.Equal(TrainingEnd.Interrupted, outcome.End);
        Assert.Empty(outcome.History);
        Assert.False(Directory.Exists(run.ModelFolder));
        _small.Train(RunFolder.Open(run.Path));
        Assert.Equal(whole, Weights(run));
    }

    private RunManifest Manifest(int epochs, Func<Recipe, Recipe> change)
    {
        var manifest = SmallRun.Request(Model, epochs).NewRun(_small.Data);
        return manifest with { Recipe = change(manifest.Recipe) };
    }

    private double FirstLoss(RunManifest manifest)
    {
        var losses = new List<double>();
        _small.Train(_small.Begin(manifest), new Listener { Step = step => losses.Add(step.Loss) });
        return losses[0];
    }

    private static byte[] Weights(RunFolder run) => File.ReadAllBytes(Path.Combine(run.ModelFolder, "weights.safetensors"));

    private static IEnumerable<EpochRecord> History(RunFolder run) =>
        File.ReadAllLines(Path.Combine(run.Path, "history.jsonl")).Select(
            line => JsonSerializer.Deserialize<EpochRecord>(line, JsonStyle.Line)!);

    private static Dictionary<string, byte[]> FilesOf(RunFolder run) =>
        Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(run.Path, file), File.ReadAllBytes);
}
