using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Callbacks;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

public class WeightAverageTests
{
    private static readonly FlowSplit Flows = SmallFlows.Split("train", samples: 4);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void It_is_the_mean_over_the_steps_with_weights_that_fall_by_the_decay(double decay)
    {
        using var averaged = new Averaged(decay);
        var steps = averaged.RunSteps(4);

        var shares = new double[] { 3, 2, 1, 0 }.Select(age => Math.Pow(decay, age)).ToArray();
        var expected = Enumerable.Range(0, steps[0].Length)
            .Select(i => steps.Select((weights, step) => shares[step] * weights[i]).Sum() / shares.Sum());
        Assert.Equal(expected, averaged.Average.Select(value => (double)value), (a, b) => Math.Abs(a - b) <= 1e-6);
    }

    [Fact]
    public void Before_the_first_step_the_weights_themselves_are_validated_and_then_the_average()
    {
        using var averaged = new Averaged(0.9);
        var state = averaged.State;
        using var best = new BestModel(state);
        Assert.Same(state.Network, state.Validated);

        var steps = averaged.RunSteps(2);
        best.OnEpoch(state, new EpochRecord(1, 0.01, 1, new FlowMetrics(1, (MetricCatalog.Mse, 1)), 0, Best: true, 1, 1));

        Assert.NotSame(state.Network, state.Validated);
        Assert.Equal(Values(state.Validated.state_dict().Values), Values(best.Weights.Values));
        Assert.Equal(steps[^1], Values(state.Network.parameters()));
        Assert.NotEqual(steps[^1], averaged.Average);
    }

    [Theory]
    [InlineData("espcn")]
    [InlineData("srresnet")]
    public void Weights_go_into_it_at_once_with_the_bits_of_one_after_the_other(string model)
    {
        const double decay = 0.9;
        using var averaged = new Averaged(decay, model);
        averaged.RunSteps(1);
        using var scope = NewDisposeScope();
        var before = averaged.State.Validated.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());
        averaged.RunSteps(1);

        using var noGradients = no_grad();
        var share = tensor((1 - decay) / (1 - Math.Pow(decay, 2)), ScalarType.Float64);
        foreach (var (name, weights) in averaged.State.Network.state_dict().Where(pair => pair.Value.is_floating_point()))
        {
            before[name].lerp_(weights, share);
        }

        Assert.Equal(Values(before.Values), Values(averaged.State.Validated.state_dict().Values));
    }

    [Fact]
    public void Without_decay_it_is_the_present_weights()
    {
        using var averaged = new Averaged(0);
        Assert.Equal(averaged.RunSteps(3)[^1], averaged.Average);
    }

    [Fact]
    public void Running_statistics_are_averaged_and_counts_are_taken_over()
    {
        using var averaged = new Averaged(0.5, "srresnet");
        averaged.RunSteps(1);
        var first = Values(Statistics(averaged.State.Network.state_dict()));
        averaged.RunSteps(1);

        var second = Values(Statistics(averaged.State.Network.state_dict()));
        var expected = first.Zip(second, (a, b) => (a + (2.0 * b)) / 3);
        var average = averaged.State.Validated.state_dict();
        Assert.Equal(
            expected,
            Values(Statistics(average)).Select(value => (double)value),
            (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Max(1, Math.Abs(a)));
        Assert.All(
            average.Where(pair => pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            pair => Assert.Equal(2, pair.Value.item<long>()));
    }

    [Fact]
    public void A_step_that_does_not_happen_is_not_averaged()
    {
        using var averaged = new Averaged(0.5);
        averaged.RunSteps(1);
        var before = averaged.Average;

        var spoilt = SmallFlows.Split("train", samples: 1);
        spoilt.Fine.Values[0] = float.NaN;
        averaged.Loop.RunStep(spoilt, [0]);

        Assert.Equal(before, averaged.Average);
    }

    private static IEnumerable<Tensor> Statistics(Dictionary<string, Tensor> weights) =>
        weights.Where(pair => pair.Key.Contains("running_", StringComparison.Ordinal)).Select(pair => pair.Value);

    private static float[] Values(IEnumerable<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        return [.. tensors.Where(tensor => tensor.is_floating_point()).SelectMany(tensor => tensor.detach().data<float>().ToArray())];
    }

    /// <summary>A training with an average.</summary>
    private sealed class Averaged : IDisposable
    {
        private static readonly Recipe Lively = Recipe.Common with { LearningRate = 0.01 };
        private readonly WeightAverage _average;

        public Averaged(double decay, string model = "espcn")
        {
            State = new(() => CatalogCases.Create(model), Lively);
            _average = new WeightAverage(State, CatalogCases.Create(model), decay);
            Loop = new(State, LossCatalog.Create("mse", []), Lively, null, [_average], new SingleProcess());
        }

        public TrainingState State { get; }

        public TrainingLoop Loop { get; }

        public float[] Average => Values(State.Validated.parameters());

        /// <summary>The weights after each of some steps.</summary>
        public List<float[]> RunSteps(int count) => [.. Enumerable.Range(0, count).Select(_ =>
        {
            Loop.RunStep(Flows, [0, 1, 2, 3]);
            return Values(State.Network.parameters());
        })];

        public void Dispose()
        {
            _average.Dispose();
            State.Dispose();
        }
    }
}
