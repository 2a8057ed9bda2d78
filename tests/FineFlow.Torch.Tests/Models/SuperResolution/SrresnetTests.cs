using FineFlow.Core;
using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class SrresnetTests
{
    [Theory]
    [InlineData(4, 1, 1_528_724)]
    [InlineData(2, 1, 1_381_011)]
    [InlineData(8, 1, 1_676_437)]
    [InlineData(4, 2, 1_539_093)]
    public void Parameters_are_counted_as_published(int factor, int channels, long expected)
    {
        using var network = new SrresnetNetwork(new() { ScaleFactor = factor, InChannels = channels });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_run_on_the_coarse_grid_up_to_the_doublings()
    {
        using var network = new SrresnetNetwork(new());

        Assert.Equal(2_090_926_080, MultiplyAddCounter.PerSample(network));
    }

    [Fact]
    public void A_factor_that_is_no_power_of_two_is_refused()
    {
        var failure = Assert.Throws<BadInputException>(() => new SrresnetNetwork(new() { ScaleFactor = 6 }));

        Assert.Contains("scale_factor", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_and_slopes_start_as_torch_has_them()
    {
        using var network = new SrresnetNetwork(new() { BaseChannels = 8, NResidualBlocks = 2, BnEps = 1e-3 });

        Assert.All(network.modules().OfType<BatchNorm2d>(), norm =>
        {
            Assert.Equal(1e-3, norm.eps);
            Assert.Equal(Enumerable.Repeat(1f, 8), norm.weight!.data<float>());
            Assert.Equal(Enumerable.Repeat(0f, 8), norm.bias!.data<float>());
        });
        var slopes = network.modules().OfType<PReLU>().ToList();
        Assert.Equal(1 + 2 + 2, slopes.Count);
        Assert.All(slopes, slope => Assert.Equal([0.25f], slope.weight!.data<float>()));
    }

    [Fact]
    public void Training_moves_the_running_statistics_by_a_tenth()
    {
        using var scope = NewDisposeScope();
        using var network = new SrresnetNetwork(new() { BaseChannels = 4, NResidualBlocks = 1 });
        var state = network.state_dict();
        Tensor? seen = null;
        var norm = (BatchNorm2d)network.named_children().Single(child => child.name == "mid_bn").module;
        norm.register_forward_pre_hook((_, input) =>
        {
            seen = input;
            return input;
        });

        network.Refine(new FlowBatch(rand(2, 1, 5, 5)));

        var tenth = seen!.mean([0, 2, 3]) / 10;
        Assert.True(state["mid_bn.running_mean"].allclose(tenth, atol: 1e-6));
        Assert.Equal(1, state["mid_bn.num_batches_tracked"].item<long>());
    }
}
