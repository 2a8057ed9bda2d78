using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using TorchSharp.Modules;

namespace FineFlow.Torch.Tests.Training.Processes;

/// <summary>Several processes, here threads, train as one does that takes the same micro-batches by itself.</summary>
public sealed class ProcessGroupTests : IDisposable
{
    private readonly SmallRun _small = new();

    public static TheoryData<string> Learning => CatalogCases.Learning;

    public void Dispose() => _small.Dispose();

    /// <summary>Batches of 4 and a last one of 3: with three processes, one takes two micro-batches of a step.</summary>
    [Theory]
    [MemberData(nameof(Learning))]
    public void Processes_train_to_the_bits_of_one_or_the_model_refuses(string model)
    {
        if (NormalisesOverTheBatch(model))
        {
            var refusal = Refused.By(() => TrainTogether(3, _small.Begin(Request(model, 1).NewRun(_small.Data))));
            Assert.Equal(
                $"model {model}: normalises over the whole batch, which 3 processes cannot share; train it in one process", refusal);
            Assert.False(Directory.Exists(_small.LastRun));
            return;
        }

        var (alone, _) = _small.Train(Request(model, microBatch: 1));

        SameTensors.Assert(alone, TrainTogether(3, _small.Begin(Request(model, microBatch: 1))));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    public void So_they_do_in_bfloat16_with_clipped_gradients_and_averaged_weights(int processes, int microBatch)
    {
        var request = Request("plgf", microBatch)
            .With(recipe => recipe with { ClipGrad = 0.5, Ema = 0.9, Optimizer = OptimizerKind.Sgd, LearningRate = 1e-3 })
            .With(run => run with { Precision = ComputePrecision.Bf16 });
        var (alone, _) = _small.Train(request);

        SameTensors.Assert(alone, TrainTogether(processes, _small.Begin(request)));
    }

    [Fact]
    public void Micro_batches_and_not_processes_decide_on_the_bits()
    {
        var (two, _) = _small.Train(Request("dmn", microBatch: 2));
        var (one, _) = _small.Train(Request("dmn", microBatch: 1));

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SameTensors.Assert(two, one));
    }

    [Fact]
    public void A_run_changes_hands_between_processes_and_ends_with_the_bits_of_one()
    {
        var request = Request("dmn", microBatch: 1);
        var (alone, _) = _small.Train(request);
        var run = _small.Begin(request);

        TrainTogether(3, run, stopAfter: 2);
        Assert.Equal(TrainingEnd.Interrupted, _small.TrainSteps(RunFolder.Open(run.Path), 3).End);
        TrainTogether(4, RunFolder.Open(run.Path), stopAfter: 1);
        TrainTogether(2, RunFolder.Open(run.Path));

        SameTensors.Assert(alone, run);
    }

    [Fact]
    public void Rank_0_alone_writes_and_all_know_the_same_history()
    {
        var run = _small.Begin(Request("espcn", microBatch: 2));
        var elsewhere = _small.Begin(run.Manifest);
        var outcomes = new TrainingOutcome[2];
        ThreadGroup.Run(2, process => outcomes[process.Rank] =
            new Trainer(process.Rank == 0 ? run : elsewhere, _small.Data, process).Run(TestContext.Current.CancellationToken));

        Assert.True(File.Exists(Path.Combine(run.ModelFolder, "card.json")));
        Assert.False(Directory.Exists(elsewhere.Path));
        Assert.Equal(outcomes[0].History.Select(epoch => epoch.Valid), outcomes[1].History.Select(epoch => epoch.Valid));
    }

    [Fact]
    public void Processes_with_other_settings_are_refused_and_nothing_is_written()
    {
        var run = _small.Begin(Request("espcn", microBatch: 2));
        var other = _small.Begin(run.Manifest with { Seed = 77 });

        var refusal = Refused.By(() => ThreadGroup.Run(2, process =>
            new Trainer(process.Rank == 0 ? run : other, _small.Data, process).Run(TestContext.Current.CancellationToken)));

        Assert.StartsWith(
            "process 1 of 2: was started with other settings, data or software than process 0", refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Path));
    }

    [Fact]
    public void A_process_that_reads_another_state_is_refused_and_the_state_stays()
    {
        var (run, _) = _small.Train(Request("espcn", microBatch: 2));
        var state = File.ReadAllBytes(run.StateFile);
        var elsewhere = _small.Begin(run.Manifest);

        var refusal = Refused.By(() => ThreadGroup.Run(2, process =>
            new Trainer(process.Rank == 0 ? run : elsewhere, _small.Data, process).Run(TestContext.Current.CancellationToken)));

        Assert.StartsWith("process 1 of 2: begins with other weights than process 0", refusal, StringComparison.Ordinal);
        Assert.Equal(state, File.ReadAllBytes(run.StateFile));
    }

    private static TrainingRequest Request(string model, int microBatch) =>
        SmallRun.Request(model, epochs: 2).With(run => run with { MicroBatch = microBatch });

    private static bool NormalisesOverTheBatch(string model)
    {
        using var network = CatalogCases.Create(model);
        return network.modules().OfType<BatchNorm>().Any();
    }

    /// <summary>Trains a run by several processes, the last of which is asked to stop after some steps of rank 0.</summary>
    private RunFolder TrainTogether(int processes, RunFolder run, int stopAfter = int.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        var listener = new Listener
        {
            Step = _ =>
            {
                if (--stopAfter == 0)
                {
                    stop.Cancel();
                }
            },
        };
        ThreadGroup.Run(processes, process =>
        {
            var isLast = process.Rank == processes - 1;
            new Trainer(run, _small.Data, process, listener).Run(isLast ? stop.Token : TestContext.Current.CancellationToken);
        });
        return run;
    }
}
