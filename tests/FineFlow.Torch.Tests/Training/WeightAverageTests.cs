using FineFlow.Core.Datasets;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
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
        using var state = State(decay);
        var steps = TakeSteps(state, 4);

        var shares = new double[] { 3, 2, 1, 0 }.Select(age => Math.Pow(decay, age)).ToArray();
        var expected = Enumerable.Range(0, steps[0].Length).Select(i => steps.Select((weights, step) => shares[step] * weights[i]).Sum() / shares.Sum());
        Assert.Equal(expected, Values(state.Average!.Network.parameters()).Select(value => (double)value), (a, b) => Math.Abs(a - b) <= 1e-6);
    }

    [Fact]
    public void Before_the_first_step_the_weights_themselves_are_validated_and_then_the_average()
    {
        using var state = State(0.9);
        Assert.Same(state.Network, state.Validated);

        var steps = TakeSteps(state, 2);
        state.KeepAsBest();

        Assert.Same(state.Average!.Network, state.Validated);
        Assert.Equal(Values(state.Validated.state_dict().Values), Values(state.Best.Values));
        Assert.Equal(steps[^1], Values(state.Network.parameters()));
        Assert.NotEqual(steps[^1], Values(state.Validated.parameters()));
    }

    [Fact]
    public void Without_decay_it_is_the_present_weights()
    {
        using var state = State(0);
        var steps = TakeSteps(state, 3);
        Assert.Equal(steps[^1], Values(state.Average!.Network.parameters()));
    }

    [Fact]
    public void Running_statistics_are_averaged_and_counts_are_taken_over()
    {
        using var state = State(0.5, "srresnet");
        TakeSteps(state, 1);
        var first = Values(Statistics(state.Network.state_dict()));
        TakeSteps(state, 1);

        var second = Values(Statistics(state.Network.state_dict()));
        var expected = first.Zip(second, (a, b) => (a + (2.0 * b)) / 3);
        var average = state.Average!.Network.state_dict();
        Assert.Equal(expected, Values(Statistics(average)).Select(value => (double)value), (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Max(1, Math.Abs(a)));
        Assert.All(average.Where(pair => pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)), pair => Assert.Equal(2, pair.Value.item<long>()));
    }

    [Fact]
    public void A_step_that_does_not_happen_is_not_averaged()
    {
        using var state = State(0.5);
        TakeSteps(state, 1);
        var before = Values(state.Average!.Network.parameters());

        var spoilt = SmallFlows.Split("train", samples: 1);
        spoilt.Fine.Values[0] = float.NaN;
        Step(state).Take(spoilt, [0]);

        Assert.Equal(before, Values(state.Average.Network.parameters()));
    }

    private static TrainingState State(double decay, string model = "espcn") =>
        new(() => CatalogCases.Create(model), Recipe.Common with { LearningRate = 0.01, Ema = decay });

    private static TrainingStep Step(TrainingState state) => new(state, LossCatalog.Create("mse", []), Recipe.Common);

    /// <summary>The weights after each of some steps.</summary>
    private static List<float[]> TakeSteps(TrainingState state, int count)
    {
        var step = Step(state);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            step.Take(Flows, [0, 1, 2, 3]);
            return Values(state.Network.parameters());
        })];
    }

    private static IEnumerable<Tensor> Statistics(Dictionary<string, Tensor> weights) =>
        weights.Where(pair => pair.Key.Contains("running_", StringComparison.Ordinal)).Select(pair => pair.Value);

    private static float[] Values(IEnumerable<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        return [.. tensors.Where(tensor => tensor.is_floating_point()).SelectMany(tensor => tensor.detach().data<float>().ToArray())];
    }
}
