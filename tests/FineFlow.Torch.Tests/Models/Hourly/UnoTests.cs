using FineFlow.Core;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class UnoTests
{
    private static readonly UnoOptions Small = new() { Height = 3, Width = 5, BaseChannels = 6, NFeats = 8, NResblocks = 1, Heads = 2 };

    [Fact]
    public void Parameters_are_counted_as_published()
    {
        const long expected = 116_929_472;
        using var network = new UnoNetwork(new() { ScaleFactor = 2 });

        Assert.Equal(expected, network.ParameterCount());
        Assert.Equal(expected - 24, network.parameters().Where(p => p.requires_grad).Sum(p => p.numel()));
    }

    [Fact]
    public void Multiply_adds_hold_the_attention_products_and_one_head()
    {
        using var network = new UnoNetwork(Small);

        Assert.Equal(808_120, MultiplyAddCounter.PerSample(network));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    public void Two_channels_on_a_map_that_is_not_square_add_up(int factor, bool externals)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new UnoNetwork(
            Small with { ScaleFactor = factor, InChannels = 2, UseExt = externals, ScalerX = 40, ScalerY = 3 });
        HourlyNetworks.KeepAlive(network);
        var coarse = rand(3, 2, 3, 5) * 100;

        var fine = network.call(new FlowBatch(coarse, externals ? HourlyNetworks.Externals(7, 21, 13) : null)).Fine;

        Assert.Equal([3, 2, 3 * factor, 5 * factor], fine.shape);
        Assert.True((nn.functional.avg_pool2d(fine, factor) * (factor * factor)).allclose(coarse, rtol: 1e-5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_reach_every_parameter_but_the_unused_ones(bool externals)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new UnoNetwork(Small with { UseExt = externals });
        HourlyNetworks.KeepAlive(network);
        var hours = Enumerable.Range(7, 15).Select(hour => (float)hour).ToArray();

        var fine = network.call(new FlowBatch(rand(15, 1, 3, 5) * 100, externals ? HourlyNetworks.Externals(hours) : null)).Fine;
        (fine * randn_like(fine)).sum().backward();

        var without = network.named_parameters().Where(p => p.parameter.grad is null).Select(p => p.name).Order();
        var unused = network.named_parameters().Select(p => p.name).Where(n => network.UnusedParameters.Any(n.StartsWith)).Order();
        Assert.Equal(unused, without);
    }

    [Fact]
    public void The_shift_of_mean_colors_stands_as_in_the_published_weights()
    {
        using var scope = NewDisposeScope();
        using var network = new UnoNetwork(Small);
        var shift = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);

        Assert.Equal([0.4488f, 0.4371f, 0.4040f], shift["encoder.add_mean.bias"].AsSpan().ToArray());
        Assert.Equal([-0.4488f, -0.4371f, -0.4040f], shift["encoder.sub_mean.bias"].AsSpan().ToArray());
        Assert.True(shift["encoder.sub_mean.weight"].reshape(3, 3).equal(eye(3)).all().item<bool>());
    }

    public static TheoryData<string, NetworkOptions> Refused => new()
    {
        { "base_channels", Small with { BaseChannels = 7 } },
        { "n_feats", Small with { Heads = 3 } },
        { "n_feats", Small with { Heads = 8 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_definition_does_not_admit_is_refused_by_name(string setting, NetworkOptions options)
    {
        var failure = Assert.Throws<BadInputException>(() => new UnoNetwork((UnoOptions)options));

        Assert.Contains($"'{setting}'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(20, 5e-5)]
    [InlineData(49, 2.5e-5)]
    [InlineData(50, 2e-5)]
    [InlineData(59, 2.684354560e-6)]
    public void The_reference_recipe_falls_as_published(int epoch, double expected)
    {
        Assert.Equal(expected, UnoNetwork.Reference.LearningRateAt(epoch), 1e-12);
    }
}
