using FineFlow.Torch.Models.Hourly;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class HeadNormTests
{
    private const double Epsilon = 1e-2;

    [Fact]
    public void Features_lose_their_mean_and_are_divided_by_unbiased_deviation_plus_epsilon()
    {
        using var scope = NewDisposeScope();
        using var norm = Scaled(new HeadNorm(heads: 3, features: 4, Epsilon));
        var (weight, bias) = (norm.get_parameter("weight")!, norm.get_parameter("bias")!);
        var input = randn(2, 3, 4, 5);

        var normed = norm.call(input);

        for (var head = 0; head < 3; head++)
        {
            var cell = input[1, head, .., 2];
            var expected = weight[head, 0] * (cell - cell.mean()) / (cell.std(unbiased: true) + Epsilon) + bias[head, 0];
            Assert.True(normed[1, head, .., 2].allclose(expected, atol: 1e-5));
        }
    }

    [Fact]
    public void Features_that_are_all_alike_have_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var norm = new HeadNorm(heads: 2, features: 4, Epsilon);
        var input = ones(1, 2, 4, 3).requires_grad_(true);

        norm.call(input).square().sum().backward();

        Assert.True(input.grad!.isfinite().all().item<bool>());
    }

    private static HeadNorm Scaled(HeadNorm norm)
    {
        using var noGradients = no_grad();
        foreach (var parameter in norm.parameters())
        {
            parameter.normal_();
        }

        return norm;
    }
}
