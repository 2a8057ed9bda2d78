using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.State;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Training;

public class TrainingLoopTests
{
    [Fact]
    public void A_loss_that_is_not_finite_moves_nothing()
    {
        using var state = new TrainingState(() => CatalogCases.Create("espcn"), Recipe.Common);
        var step = new TrainingLoop(state, LossCatalog.Create("mse", []), Recipe.Common);
        var flows = SmallFlows.Split("train", 2);
        state.Network.train();
        step.RunStep(flows, [0, 1]);
        var (before, steps) = (Weights(state), LiveTensors.Count);

        flows.Fine.Values[0] = float.NaN;
        var spoilt = step.RunStep(flows, [0, 1]);

        Assert.Equal(double.NaN, spoilt.Loss);
        Assert.Equal(TimeSpan.Zero, spoilt.Update);
        Assert.Equal(before, Weights(state));
        Assert.Equal(steps, LiveTensors.Count);

        flows.Fine.Values[0] = 0;
        var whole = step.RunStep(flows, [0, 1]);
        Assert.True(double.IsFinite(whole.Loss) && whole.Forward > TimeSpan.Zero && whole.Backward > TimeSpan.Zero
            && whole.Update > TimeSpan.Zero);
        Assert.NotEqual(before, Weights(state));
    }

    [Fact]
    public void The_recipe_decides_the_unit_of_the_loss()
    {
        double Loss(bool scaled)
        {
            var recipe = Recipe.Common with { ScaledLoss = scaled };
            using var state = new TrainingState(() => CatalogCases.Create("srcnn"), recipe);
            state.Network.eval();
            return new TrainingLoop(state, LossCatalog.Create("mse", []), recipe).RunStep(SmallFlows.Split("train", 2), [0, 1]).Loss;
        }

        using var network = CatalogCases.Create("srcnn");
        var unit = network.OutputScale;
        Assert.NotEqual(1, unit);
        Assert.Equal(Loss(scaled: false), Loss(scaled: true) * unit * unit, tolerance: 1e-3 * Loss(scaled: false));
    }

    private static float[] Weights(TrainingState state)
    {
        using var scope = NewDisposeScope();
        return [.. state.Network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }
}
