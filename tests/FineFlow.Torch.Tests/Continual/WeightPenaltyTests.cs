using FineFlow.Torch.Continual.Penalties;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Continual;

public class WeightPenaltyTests
{
    [Theory]
    [InlineData(1, 10.968046, -8.6784, -2.4196, 16.098)]
    [InlineData(0, 2.5, 1, 0, 4)] // F = (0.5, 1, 2), distances 1, 0, 1
    public void The_penalty_and_its_gradient_are_those_of_the_definition(
        double varianceWeight, double penalty, double g1, double g2, double g3)
    {
        using var scope = NewDisposeScope();
        var weights = tensor(new[] { 1f, 2f, 4f }, requires_grad: true);

        var value = WeightPenalty.Of(weights, tensor(new[] { 0f, 2f, 3f }), tensor(new[] { 0.5f, 1f, 2f }), varianceWeight);
        value.backward();

        Assert.Equal(penalty, value.item<float>(), tolerance: 1e-5);
        Assert.Equal([g1, g2, g3], weights.grad!.data<float>().ToArray().Select(value => Math.Round((double)value, 4)));
    }
}
