using FineFlow.Core.Formats;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

/// <summary>Micro-batches, averaged weights and bfloat16 through whole trainings.</summary>
public sealed class TrainingOptionsTests : IDisposable
{
    private readonly SmallRun _small = new();

    public void Dispose() => _small.Dispose();

    [Theory]
    [InlineData("plgf", null, 0.9, ComputePrecision.Fp32)]
    [InlineData("plgf", 3, 0.9, ComputePrecision.Bf16)]
    [InlineData("plgf", 3, null, ComputePrecision.Fp32)]
    [InlineData("urbanode", null, 0.9, ComputePrecision.Fp32)] // dropout
    [InlineData("uno", null, 0.9, ComputePrecision.Fp32)] // running statistics, hours that a batch lacks
    public void Six_epochs_are_two_and_two_and_two_with_a_stop_in_between(
        string model, int? microBatch, double? ema, ComputePrecision precision)
    {
        var request = SmallRun.Request(model, epochs: 6).With(recipe => recipe with { Ema = ema })
            .With(run => run with { MicroBatch = microBatch, Precision = precision });
        var (whole, outcome) = _small.Train(request);
        Assert.All(outcome.History, epoch => Assert.Equal(ema, epoch.Ema));

        var (run, _) = _small.Train(request.With(recipe => recipe with { Epochs = 2 }));
        _small.Train(Longer(run, 4));
        Assert.Equal(TrainingEnd.Interrupted, _small.TrainSteps(Longer(run, 6), 3).End);
        _small.Train(RunFolder.Open(run.Path));

        SameTensors.Assert(whole, run);
    }

    [Fact]
    public void The_average_is_validated_and_kept_and_leaves_the_training_alone()
    {
        var request = SmallRun.Request("plgf", epochs: 3);
        var (plain, plainOutcome) = _small.Train(request);
        var (averaged, outcome) = _small.Train(request.With(recipe => recipe with { Ema = 0.9 }));

        using var model = ModelBundle.Load(averaged.Path);
        Assert.Equal(outcome.Best!.Valid, Evaluation.Run(model.Network, _small.Data["valid"], "valid").Metrics);
        Assert.Equal(plainOutcome.History.Select(epoch => epoch.TrainLoss), outcome.History.Select(epoch => epoch.TrainLoss));
        Assert.All(plainOutcome.History.Zip(outcome.History), pair => Assert.NotEqual(pair.First.Valid, pair.Second.Valid));
        Assert.Equal(Model(plain), Model(averaged));
    }

    [Fact]
    public void Pieces_and_averages_leave_no_tensor_behind()
    {
        var live = new List<long>();
        var request = SmallRun.Request("plgf", epochs: 4).With(recipe => recipe with { Ema = 0.9 })
            .With(run => run with { MicroBatch = 2, Precision = ComputePrecision.Bf16 });
        _small.Train(_small.Begin(request), new Listener { Step = _ => live.Add(LiveTensors.Count) });

        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public void A_model_that_gradients_do_not_train_is_itself_validated()
    {
        var (_, outcome) = _small.Train(SmallRun.Request("ha", epochs: 1).With(recipe => recipe with { Ema = 0.9 })
            .With(run => run with { MicroBatch = 2 }));
        var (_, plain) = _small.Train(SmallRun.Request("ha", epochs: 1));

        Assert.Equal(plain.Best!.Valid, outcome.Best!.Valid);
        Assert.Null(outcome.Best.Ema);
    }

    [Fact]
    public void A_model_that_does_not_admit_pieces_is_refused_before_anything_is_written()
    {
        var run = _small.Begin(SmallRun.Request("urbanfm", epochs: 1).With(run => run with { MicroBatch = 2 }));

        Assert.StartsWith("setting 'micro_batch': does not fit urbanfm", Refused.By(() => _small.Train(run)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Path));
    }

    private static RunFolder Longer(RunFolder run, int epochs)
    {
        var opened = RunFolder.Open(run.Path);
        return opened.With(new TrainingRequest().With(recipe => recipe with { Epochs = epochs }).Continue(opened.Manifest));
    }

    /// <summary>The weights that are trained, as the state file holds them.</summary>
    private static List<float[]> Model(RunFolder run)
    {
        using var file = SafetensorsFile.Open(run.StateFile);
        return [.. file.Entries.Where(entry => entry.Name.StartsWith("model.", StringComparison.Ordinal)).Select(
            entry => file.ReadSingle(entry.Name))];
    }
}
