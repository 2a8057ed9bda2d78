using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Batches;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

/// <summary>
/// Training as on a GPU, which is not waited for in a step, on the CPU: it has the bits of the ordinary one, and how often a step would
/// wait can be counted.
/// </summary>
public class RunsAheadTests
{
    private const int Epochs = 2;
    private static readonly Recipe Lively = Recipe.Common with { BatchSize = 4, Epochs = Epochs, LearningRate = 2e-3, ClipGrad = 0.5 };
    private static readonly FlowSplit Train = SmallFlows.Split(SplitNames.Train, SmallFlows.TrainSamples);
    private static readonly FlowSplit Valid = SmallFlows.Split(SplitNames.Valid, SmallFlows.ValidSamples, seed: 2);

    public static TheoryData<string> Learning => CatalogCases.Learning;

    [Theory]
    [InlineData("plgf", 3)]
    [InlineData("srresnet", null)]
    [InlineData("dmn", null)]
    public void Weights_and_losses_have_the_bits_of_a_training_that_reads_each_loss(string model, int? microBatch)
    {
        using var each = new Training(model, Train, microBatch, runsAhead: false);
        using var ahead = new Training(model, Train, microBatch, runsAhead: true);
        each.Run();
        ahead.Run();

        Assert.Equal(each.State.Checksum(), ahead.State.Checksum());
        Assert.Equal(Epochs, ahead.State.Position.History.Count);
        Assert.Equal(
            each.State.Position.History.Select(epoch => (epoch.TrainLoss, epoch.Valid)),
            ahead.State.Position.History.Select(epoch => (epoch.TrainLoss, epoch.Valid)));
        Assert.Equal(Epochs * 4, each.Steps.Count);
        Assert.Equal(each.Steps[^1] with { SamplesPerSecond = 0 }, ahead.Steps[^1] with { SamplesPerSecond = 0 });
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_at_the_same_step()
    {
        var spoilt = SmallFlows.Split(SplitNames.Train, SmallFlows.TrainSamples);
        spoilt.Fine.Sample(6)[0] = float.NaN;
        using var each = new Training("espcn", spoilt, null, runsAhead: false);
        using var ahead = new Training("espcn", spoilt, null, runsAhead: true);

        var refusal = Assert.Throws<TrainingDivergedException>(each.Run).Message;
        Assert.Contains("the loss is NaN in step", refusal, StringComparison.Ordinal);
        Assert.Equal(refusal, Assert.Throws<TrainingDivergedException>(ahead.Run).Message);
    }

    [Fact]
    public void A_training_that_is_stopped_between_two_readings_has_all_its_losses()
    {
        using var each = new Training("espcn", Train, null, runsAhead: false, stepsBeforeStop: 3);
        using var ahead = new Training("espcn", Train, null, runsAhead: true, stepsBeforeStop: 3);
        each.Run();
        ahead.Run();

        Assert.Empty(ahead.Steps);
        Assert.Equal((0, 3, 12), (ahead.State.Position.Epoch, ahead.State.Position.Step, ahead.State.Position.Samples));
        Assert.Equal(each.State.Position.LossSum, ahead.State.Position.LossSum);
        Assert.True(ahead.State.Position is { LossSum: > 0, Seconds: > 0 });
        Assert.Equal(each.State.Checksum(), ahead.State.Checksum());
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void No_step_of_a_published_network_waits_for_a_GPU(string model)
    {
        Assert.SkipUnless(OperatorCounter.IsSupported, "operators are counted on Linux alone");
        using var forms = GpuForms.Force();
        using var training = new Training(model, Train, null, runsAhead: true);
        using var average = new WeightAverage(training.State, CatalogCases.Create(model), decay: 0.9);
        var loop = training.Loop(average);
        training.State.Network.Fit(Train, Valid);
        training.State.Network.train();
        loop.RunStep(Train, [0, 1, 2, 3]);
        using var batches = new DeviceBatches(Train, CPU);
        batches.Begin([.. Enumerable.Range(0, Train.Samples)]);
        using var losses = new StepLosses(CPU);

        var before = OperatorCounter.Count(() => loop.RunStep(Train, [4, 5, 6]));
        var after = OperatorCounter.Count(
            () => losses.End(0, [4, 5, 6], loop.RunStep(batches, [4, 5, 6], losses, drawFor: null).Loss));

        // Maps, factors and truth of the batch, and the loss. FineFlow's own network chooses days and hidden cells in main memory too.
        var own = model == "dmn" ? 8 : 0;
        Assert.Equal((own + 4, own), (before.Waits, after.Waits));
        Assert.Single(losses.Read(), read => double.IsFinite(read.Loss) && read.Loss > 0);
    }

    [Fact]
    public void Losses_are_read_when_there_are_many_or_when_a_reading_is_long_ago()
    {
        using var scope = NewDisposeScope();
        using var losses = new StepLosses(CPU);
        Assert.False(losses.IsDue);
        for (var step = 0; step < 256; step++)
        {
            Assert.Equal(0, losses.Take(tensor(step + 0.25f)) + losses.Take(tensor(1f)));
            losses.End(step, [step], 0);
        }

        Assert.True(losses.IsDue);
        Assert.Equal(Enumerable.Range(0, 256).Select(step => (step, step + 1.25)), losses.Read().Select(read => (read.Step, read.Loss)));
        Assert.Empty(losses.Read());

        losses.Take(tensor(3f));
        losses.End(0, [0], 0);
        Assert.Equal(3, Assert.Single(losses.Read()).Loss);
    }

    private sealed class Training : IDisposable
    {
        private readonly FlowSplit _train;
        private readonly string _model;
        private readonly int? _microBatch;
        private readonly bool _runsAhead;
        private readonly Watcher _watcher;

        public Training(string model, FlowSplit train, int? microBatch, bool runsAhead, int stepsBeforeStop = int.MaxValue)
        {
            (_model, _train, _microBatch, _runsAhead) = (model, train, microBatch, runsAhead);
            State = new(() => CatalogCases.Create(model), Lively);
            State.Network.Fit(train, Valid);
            _watcher = new(stepsBeforeStop);
        }

        public TrainingState State { get; }

        public List<StepReport> Steps => _watcher.Steps;

        public TrainingLoop Loop(params TrainingCallback[] callbacks) =>
            new(State, LossCatalog.Create(ModelCatalog.Find(_model).Loss, []), Lively, _microBatch, callbacks, new SingleProcess())
            {
                RunsAhead = _runsAhead,
            };

        public void Run()
        {
            random.manual_seed(1);
            Loop(_watcher).Run(_train, Valid, seed: 3, _watcher.Token);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            State.Dispose();
        }
    }

    private sealed class Watcher(int stepsBeforeStop) : TrainingCallback, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private int _moved;

        public List<StepReport> Steps { get; } = [];

        public CancellationToken Token => _stop.Token;

        public override void OnWeightsMoved(TrainingState state)
        {
            if (++_moved == stepsBeforeStop)
            {
                _stop.Cancel();
            }
        }

        public override void OnStep(TrainingState state, StepReport report) => Steps.Add(report);

        public void Dispose() => _stop.Dispose();
    }
}
