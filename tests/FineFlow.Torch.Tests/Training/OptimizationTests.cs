using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Optimizers, schedules, clipping and initial weights through whole trainings.</summary>
public sealed class OptimizationTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Theory]
    [InlineData(OptimizerKind.Adam, ScheduleKind.Cosine, 0.01, ComputePrecision.Fp32, null)]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.Cosine, null, ComputePrecision.Bf16, 3)]
    [InlineData(OptimizerKind.Sgd, ScheduleKind.Steps, 0.01, ComputePrecision.Bf16, null)]
    [InlineData(OptimizerKind.AdamW, ScheduleKind.Steps, 0.1, ComputePrecision.Fp32, 3)]
    public void A_stopped_run_ends_with_the_same_tensors(
        OptimizerKind optimizer, ScheduleKind schedule, double? decay, ComputePrecision precision, int? microBatch)
    {
        var request = SmallRun.Request("plgf", epochs: 3)
            .With(recipe => recipe with
            {
                Optimizer = optimizer,
                WeightDecay = decay,
                ScheduleKind = schedule,
                WarmUp = 1,
                ClipGrad = 1,
                Ema = 0.9,
            })
            .With(run => run with { Precision = precision, MicroBatch = microBatch });
        var (whole, _) = _small.Train(request);

        var parts = _small.Begin(request);
        _small.TrainSteps(parts, 3);
        _small.TrainSteps(RunFolder.Open(parts.Path), 4);
        _small.Train(RunFolder.Open(parts.Path));

        SameTensors.Assert(whole, parts);
    }

    [Fact]
    public void Each_choice_trains_another_network()
    {
        Func<Recipe, Recipe>[] changes =
        [
            recipe => recipe,
            recipe => recipe with { Optimizer = OptimizerKind.AdamW, WeightDecay = 0.5 },
            recipe => recipe with { Optimizer = OptimizerKind.Sgd, LearningRate = 1e-5 },
            recipe => recipe with { WeightDecay = 0.5 },
            recipe => recipe with { ClipGrad = 1e-9 },
            recipe => recipe with { ScheduleKind = ScheduleKind.Cosine },
            recipe => recipe with { WarmUp = 1 },
        ];
        var weights = changes.Select(change => Convert.ToHexString(
            Weights(_small.Train(SmallRun.Request("plgf", epochs: 1).With(change)).Run)));
        Assert.Equal(changes.Length, weights.Distinct().Count());
    }

    [Fact]
    public void A_cosine_keeps_its_number_of_epochs()
    {
        var run = SmallRun.Request("plgf", epochs: 3).With(recipe => recipe with { ScheduleKind = ScheduleKind.Cosine }).NewRun(
            _small.Data);
        var longer = new TrainingRequest().With(recipe => recipe with { Epochs = 9 });
        Assert.StartsWith("setting 'epochs': is 3 in this run and 9 was asked for", Refused.By(() => longer.Continue(run)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_begins_with_the_weights_of_another_as_far_as_they_fit()
    {
        var (first, _) = _small.Train(SmallRun.Request("plgf", epochs: 1));
        var frozen = SmallRun.Request("plgf", epochs: 1).With(recipe => recipe with { LearningRate = 1e-12 });

        var (same, outcome) = _small.Train(From(frozen, first.Path));
        Assert.Equal(Values(first), Values(same), (a, b) => Math.Abs(a - b) <= 1e-9f);
        Assert.Empty(outcome.Initial!.Transfer.Remade);
        Assert.Empty(outcome.Initial.Transfer.Unused);
        Assert.Null(_small.Train(RunFolder.Open(same.Path)).Outcome.Initial);

        var settings = new Dictionary<string, JsonNode?>(frozen.Settings) { ["growth_rate"] = 8 };
        var other = frozen with { Settings = settings };
        var transfer = _small.Train(From(other, first.Path)).Outcome.Initial!.Transfer;
        Assert.NotEmpty(transfer.Taken);
        Assert.Contains(transfer.Remade, tensor =>
            tensor is { Reason: RemadeReason.Shape, Shapes: { } both } && both.Contains(" there, [", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bundle_of_which_nothing_fits_is_refused_and_nothing_is_written()
    {
        var (first, _) = _small.Train(SmallRun.Request("srcnn", epochs: 1));
        var run = _small.Begin(From(SmallRun.Request("uno", epochs: 1), first.Path));

        var refusal = Assert.Throws<BadInputException>(() => new Trainer(run, _small.Data).Run(TestContext.Current.CancellationToken));

        Assert.Equal((first.Path, nameof(RunOptions.InitFrom)), (refusal.InputSource, refusal.Setting));
        Assert.False(Directory.Exists(run.Path));
    }

    [Fact]
    public void A_bundle_that_has_changed_since_the_run_was_planned_is_refused()
    {
        var (first, _) = _small.Train(SmallRun.Request("plgf", epochs: 1));
        var manifest = From(SmallRun.Request("plgf", epochs: 1), first.Path).NewRun(_small.Data);
        _small.Train(first.With(new TrainingRequest().With(recipe => recipe with { Epochs = 5 }).Continue(first.Manifest)));

        var refusal = Refused.By(() => new Trainer(_small.Begin(manifest), _small.Data).Run());
        Assert.Contains("holds other weights than this run was planned with", refusal, StringComparison.Ordinal);
    }

    private static TrainingRequest From(TrainingRequest request, string source) => request.With(run => run with { InitFrom = source });

    private static float[] Values(RunFolder run)
    {
        using var model = ModelBundle.Load(run.Path);
        return [.. model.Network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }

    private static byte[] Weights(RunFolder run) => File.ReadAllBytes(Path.Combine(run.ModelFolder, "weights.safetensors"));
}
