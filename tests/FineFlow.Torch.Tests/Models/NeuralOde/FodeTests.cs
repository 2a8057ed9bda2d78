using FineFlow.Torch.Models.NeuralOde;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

public class FodeTests
{
    [Theory]
    [InlineData(true, 2_131_423)]
    [InlineData(false, 2_053_425)]
    public void Parameters_at_TaxiBJ_are_the_published_number(bool externals, long expected)
    {
        using var network = new FodeNetwork(new FodeOptions { UseExt = externals });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void The_feature_ode_evaluates_its_derivative_four_times()
    {
        using var network = new FodeNetwork(new FodeOptions { BaseChannels = 32, UseExt = false });
        const long Coarse = 32 * 32, Fine = 16 * Coarse;

        // conv1, 4 evaluations of two convolutions, conv2, two gate perceptrons, two upsampling stages, conv3.
        const long Expected = Coarse * 81 * 32 + 4 * 2 * Coarse * 9 * 32 * 32 + Coarse * 9 * 32 * 32 + 2 * 2 * 32 * 2
            + (Coarse + 4 * Coarse) * 9 * 32 * 128 + Fine * 81 * 32;

        Assert.Equal(Expected, MultiplyAddCounter.PerSample(network));
    }

    [Fact]
    public void Without_externals_block_sums_fall_short_by_epsilon_only()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var network = new FodeNetwork(new FodeOptions { Height = 4, Width = 6, BaseChannels = 16, UseExt = false });
        network.named_parameters().First(p => p.name == "conv3.0.bias").parameter.fill_(10);
        var coarse = full(2, 1, 4, 6, 300f);

        var sums = network.call(new FlowBatch(coarse)).Fine.reshape(2, 1, 4, 4, 6, 4).sum([3, 5]);

        Assert.True(sums.allclose(coarse, 1e-5));
    }
}
