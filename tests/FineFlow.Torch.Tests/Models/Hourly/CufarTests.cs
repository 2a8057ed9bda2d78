using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class CufarTests
{
    private static readonly CufarOptions Small = new() { Height = 6, Width = 4, BaseChannels = 6, SubRegion = 2 };

    public static TheoryData<NetworkOptions, long> Counts => new()
    {
        { new CufarOptions(), 40_359_197 },
        { new CufarOptions { UseExt = false }, 40_212_751 },
        { new CufarOptions { ScaleFactor = 2 }, 10_252_061 },
        { new CufarOptions { Height = 16, Width = 16, TimeSpan = 24, HourOffset = 0 }, 40_317_110 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Parameters_are_counted_as_published(NetworkOptions options, long expected)
    {
        using var network = new CufarNetwork((CufarOptions)options);

        Assert.Equal(expected, network.ParameterCount());
    }

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(4, 2, false)]
    [InlineData(8, 2, true)]
    public void Two_channels_on_a_map_that_is_not_square_add_up(int factor, int regions, bool externals)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new CufarNetwork(
            Small with { ScaleFactor = factor, SubRegion = regions, InChannels = 2, UseExt = externals, ScalerX = 40, ScalerY = 3 });
        HourlyNetworks.KeepAlive(network);
        var coarse = rand(3, 2, 6, 4) * 100;

        var fine = network.call(new FlowBatch(coarse, HourlyNetworks.Externals(7, 21, 13))).Fine;

        Assert.Equal([3, 2, 6 * factor, 4 * factor], fine.shape);
        Assert.True((nn.functional.avg_pool2d(fine, factor) * (factor * factor)).allclose(coarse, rtol: 1e-5));
    }

    [Fact]
    public void A_region_has_weights_of_its_own_and_sees_nothing_beyond_its_border()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new CufarNetwork(Small with { SubRegion = 2, GlobalKernel = 1, UseExt = false });
        HourlyNetworks.KeepAlive(network);
        var local = (nn.Module<Tensor, Tensor>)network.named_children().Single(c => c.name == "local_sub_model").module;
        var alike = ones(1, 4, 3, 2);
        var other = alike.clone();
        other[0, 3] = 5;

        var before = local.call(alike).reshape(4, -1);
        var after = local.call(other).reshape(4, -1);

        Assert.True(before[..3].equal(after[..3]).all().item<bool>());
        Assert.False(before[3].allclose(after[3]));
        Assert.False(before[0].allclose(before[1]));
    }

    [Fact]
    public void Weights_start_as_the_library_draws_them()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        using var network = new CufarNetwork(new() { Height = 8, Width = 8, ScaleFactor = 2, SubRegion = 2, BaseChannels = 32 });

        Assert.All(network.modules().OfType<Conv2dSame>(), conv =>
        {
            var reach = 1 / Math.Sqrt(conv.Weight.numel() / conv.Weight.shape[0]);
            Assert.InRange(conv.Weight.abs().max().item<float>(), 0.95 * reach, 1.0001 * reach);
            Assert.InRange(conv.Bias!.abs().max().item<float>(), double.Epsilon, 1.0001 * reach);
        });
        Assert.All(network.modules().OfType<BatchNorm2d>(), norm =>
        {
            Assert.True((norm.weight! == 1).all().item<bool>());
            Assert.True((norm.bias! == 0).all().item<bool>());
        });
        var tables = cat([.. network.modules().OfType<Embedding>().Select(e => e.weight!.flatten())]);
        Assert.Equal(0, tables.mean().item<float>(), 0.15f);
        Assert.Equal(1, tables.std().item<float>(), 0.1f);
    }

    [Fact]
    public void Regions_that_do_not_divide_the_map_are_refused_and_those_that_do_are_named()
    {
        var failure = Assert.Throws<BadInputException>(() => new CufarNetwork(new() { Height = 12, Width = 18 }));

        Assert.Equal(
            "setting 'sub_region': 4 does not divide the coarse map of 12x18; expected one of 1, 2, 3, 6", failure.Message);
    }

    [Fact]
    public void Even_without_use_ext_the_hour_is_needed()
    {
        using var network = new CufarNetwork(Small with { UseExt = false });

        Assert.True(network.NeedsExternals);
    }

    [Fact]
    public void The_reference_recipe_keeps_its_learning_rate()
    {
        Assert.Equal(1e-4, CufarNetwork.Reference.LearningRateAt(99));
        Assert.Equal((0.9, 0.9, 16), (CufarNetwork.Reference.Beta1, CufarNetwork.Reference.Beta2, CufarNetwork.Reference.BatchSize));
    }
}
