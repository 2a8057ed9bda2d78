using FineFlow.Core.Metrics;
using FineFlow.Torch.Continual;
using FineFlow.Torch.Continual.Penalties;
using FineFlow.Torch.Continual.Replay;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Optimizers;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Continual;

/// <summary>What strategies do to one step or epoch.</summary>
public sealed class StrategyStepTests : IDisposable
{
    private const double Rate = 2e-3;
    private readonly SmallSequence _small = new();

    public void Dispose() => _small.Dispose();

    [Fact]
    public void Replay_keeps_the_share_alpha_of_a_step_of_Adam()
    {
        var folder = _small.NewFolder();
        _small.Training(folder, "replay").Run(1, TestContext.Current.CancellationToken);
        var run = SmallSequence.Run(folder, 1).Manifest;
        using var state = TrainingState.Create(run);
        using var strategy = new ReplayStrategy(Task(2, run, Path.Combine(folder, "task-1", "memory.safetensors")), isAdaptive: true);
        strategy.Attach(state, new Dictionary<string, Tensor>());
        var before = Weights(state.Network);
        state.Network.train();

        var loop = new TrainingLoop(state, run.Loss, run.Recipe, microBatch: null, [strategy], new SingleProcess());
        loop.RunStep(_small.Tasks.Tasks[1]["train"], [0, 1, 2, 3]);

        // The first step of Adam moves each weight that matters by the learning rate.
        var farthest = Weights(state.Network).Zip(before, (now, then) => Math.Abs((double)now - then)).Max();
        Assert.InRange(strategy.Alpha, 0.01, 0.999);
        Assert.Equal(strategy.Alpha * Rate, farthest, tolerance: 1e-3 * Rate);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Data_free_training_goes_back_to_the_best_weights_after_the_first_task(int task, bool goesBack)
    {
        var run = SmallRun.Request("srcnn", epochs: 1).NewRun(_small.Tasks.Tasks[0]);
        using var state = TrainingState.Create(run);
        using var best = run.CreateNetwork();
        using var strategy = new DataFreeStrategy(Task(task, run));
        strategy.Attach(state, best.state_dict());
        var before = Weights(state.Network);

        strategy.OnEpoch(state, new EpochRecord(1, Rate, 1, new FlowMetrics(1), 0, Best: false, 1, 1));

        Assert.Equal(goesBack ? Weights(best) : before, Weights(state.Network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Importance_is_the_squared_gradient_of_batches_over_the_number_of_samples(int batch)
    {
        using var scope = NewDisposeScope();
        var train = _small.Tasks.Tasks[0]["train"];
        var run = SmallRun.Request("srcnn", epochs: 1).NewRun(_small.Tasks.Tasks[0]);
        using var network = run.CreateNetwork();
        network.eval();
        var (name, weights) = TrainingOptimizers.Trained(network).First();
        int[] samples = [4, 0, 7];
        var expected = zeros_like(weights);
        foreach (var part in samples.Chunk(batch))
        {
            network.zero_grad();
            var inputs = FlowBatch.Gather(train, part, CPU);
            (network.call(inputs).Fine - inputs.Truth!).square().mean().backward();
            expected += weights.grad!.square() / 3;
        }

        var importance = TrainingOptimizers.Trained(network).ToDictionary(pair => pair.Name, pair => zeros_like(pair.Parameter));
        GradientImportance.AddTo(importance, network, train, samples, batch, run with { Loss = LossCatalog.Create("mse", []) });

        Assert.True(expected.max().item<float>() > 0);
        Assert.True(importance[name].allclose(expected, rtol: 1e-4, atol: 0));
    }

    private TaskContext Task(int number, RunManifest run, string? memory = null) =>
        new(number, 3, _small.Tasks.Tasks[0]["train"], run, SmallSequence.Options, memory);

    private static float[] Weights(FlowNetwork network)
    {
        using var scope = NewDisposeScope();
        return [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }
}
