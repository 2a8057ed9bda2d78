using FineFlow.Torch.Models.NeuralOde;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

public class OdeBlockTests
{
    [Fact]
    public void One_step_of_the_three_eighths_rule_is_taken()
    {
        using var scope = NewDisposeScope();
        using var block = new OdeBlock(new Square());

        // y' = y^2 from 1, by hand: the classic rule and half steps end elsewhere.
        var (k1, k2, k3) = (1.0, 16.0 / 9, 484.0 / 81);
        var k4 = Math.Pow(502.0 / 81, 2);
        var end = block.call(ones(2, 3));

        Assert.Equal([2, 3], end.shape);
        Assert.Equal(1 + (k1 + 3 * k2 + 3 * k3 + k4) / 8, end[1, 2].item<float>(), 1e-5);
    }

    private sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square))
    {
        public override Tensor forward(Tensor input) => input * input;
    }
}
