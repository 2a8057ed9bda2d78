using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.UrbanFm;

public class UrbanFmTests
{
    private static readonly UrbanFmOptions Small = new() { Height = 6, Width = 10, BaseChannels = 16, NResidualBlocks = 2 };

    [Theory]
    [InlineData(128, true, 6_226_752)]
    [InlineData(128, false, 6_082_305)]
    [InlineData(64, true, 1_668_992)]
    [InlineData(64, false, 1_529_729)]
    public void Parameters_are_counted_as_published(int channels, bool externals, long expected)
    {
        using var network = new UrbanFmNetwork(new() { BaseChannels = channels, UseExt = externals });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Theory]
    [InlineData(2, 37_422)]
    [InlineData(8, 56_334)]
    public void Every_doubling_adds_a_stage_to_both_branches(int factor, long expected)
    {
        using var network = new UrbanFmNetwork(Small with { ScaleFactor = factor, InChannels = 2 });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_are_those_of_convolutions_and_external_layers()
    {
        using var network = new UrbanFmNetwork(Small with { Height = 8, Width = 8 });

        Assert.Equal(5_283_584, MultiplyAddCounter.PerSample(network));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(4, false)]
    [InlineData(8, true)]
    public void Two_channels_on_any_map_add_up_block_by_block(int factor, bool externals)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        using var network = new UrbanFmNetwork(
            Small with { ScaleFactor = factor, InChannels = 2, UseExt = externals, ScalerX = 40, ScalerY = 3 });
        SetTail(network, bias: 1); // no block is dead
        var coarse = Counts(3, 2);

        var fine = network.call(new FlowBatch(coarse, externals ? Externals(3) : null)).Fine;

        Assert.Equal([3, 2, 6 * factor, 10 * factor], fine.shape);
        var sums = nn.functional.avg_pool2d(fine, factor) * (factor * factor);
        Assert.Equal(0, (sums - coarse).abs().max().item<float>(), 1e-2f);
        Assert.True((fine.amax([2, 3]) > fine.amin([2, 3])).all().item<bool>());
    }

    [Fact]
    public void A_dead_block_loses_its_flow_as_published_and_keeps_it_in_exact_recovery()
    {
        using var scope = NewDisposeScope();
        using var network = new UrbanFmNetwork(Small with { UseExt = false });
        SetTail(network, bias: -1, weight: 0);
        var coarse = Counts(1, 1);

        var published = network.call(new FlowBatch(coarse)).Fine;
        network.Use(ConservationMode.Exact);
        var exact = network.call(new FlowBatch(coarse)).Fine;

        Assert.Equal(0, published.abs().max().item<float>());
        Assert.True(exact.allclose(coarse.repeat_interleave(4, 2).repeat_interleave(4, 3) / 16));
    }

    [Fact]
    public void Weights_start_as_the_authors_draw_them()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        using var network = new UrbanFmNetwork(new() { NResidualBlocks = 2 });

        Assert.All(network.modules().OfType<Conv2dSame>().Where(c => c.Weight.numel() > 10_000), conv =>
        {
            Assert.Equal(0, conv.Weight.mean().item<float>(), 1e-3f);
            Assert.Equal(0.02f, conv.Weight.std().item<float>(), 1e-3f);
            var reach = 1 / Math.Sqrt(conv.Weight.numel() / conv.Weight.shape[0]);
            Assert.InRange(conv.Bias!.abs().max().item<float>(), double.Epsilon, reach);
        });
        var norms = network.modules().OfType<BatchNorm2d>().ToList();
        var scales = cat([.. norms.Select(n => n.weight!)]);
        Assert.Equal(1, scales.mean().item<float>(), 2e-3f);
        Assert.Equal(0.02f, scales.std().item<float>(), 2e-3f);
        Assert.All(norms, norm => Assert.Equal(0, norm.bias!.abs().max().item<float>()));
        Assert.All(network.modules().OfType<Linear>(), linear =>
        {
            var reach = 1 / Math.Sqrt(linear.weight!.shape[1]);
            Assert.InRange(linear.weight.abs().max().item<float>(), 0.95 * reach, reach);
        });
        var tables = cat([.. network.modules().OfType<Embedding>().Select(e => e.weight!.flatten())]);
        Assert.Equal(1, tables.std().item<float>(), 0.25f);
    }

    [Fact]
    public void Without_externals_any_map_size_will_do()
    {
        using var free = new UrbanFmNetwork(Small with { UseExt = false });
        using var tied = new UrbanFmNetwork(Small);
        var maps = new FlowMaps(new(1, 1, 5, 7), new float[35]);
        var external = new ExternalFactors(new float[7]);

        free.CheckInput(new FlowInputs(maps), "X.npy");
        var failure = Assert.Throws<BadInputException>(() => tied.CheckInput(new FlowInputs(maps, external), "X.npy"));
        Assert.Contains("5x7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_recipe_halves_after_epochs_20_and_40_counted_from_0_with_a_new_adam()
    {
        var recipe = UrbanFmNetwork.Reference;

        Assert.Equal(1e-4, recipe.LearningRateAt(20));
        Assert.Equal(5e-5, recipe.LearningRateAt(21));
        Assert.Equal(2.5e-5, recipe.LearningRateAt(41));
        Assert.True(recipe.ResetsMoments);
    }

    public static TheoryData<string, NetworkOptions> Refused => new()
    {
        { "scale_factor", Small with { ScaleFactor = 6 } },
        { "ext_dim", Small with { ExtDim = 5 } },
        { "bn_eps", Small with { BnEps = 1e-3 } },
        { "out_channels", Small with { OutChannels = 2 } },
        { "dropout", Small with { Dropout = 1 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_definition_does_not_admit_is_refused_by_name(string setting, NetworkOptions options)
    {
        var failure = Assert.Throws<BadInputException>(() => new UrbanFmNetwork((UrbanFmOptions)options));

        Assert.Contains($"'{setting}'", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor Counts(int samples, int channels) => randint(1, 500, [samples, channels, 6, 10]).to(ScalarType.Float32);

    private static Tensor Externals(int samples) => tensor(new float[] { 12, 5, 0, 1, 6, 17, 3 }).expand(samples, 7);

    /// <summary>Sets the last layer before the normalisation.</summary>
    private static void SetTail(UrbanFmNetwork network, float bias, float? weight = null)
    {
        using var noGradients = no_grad();
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        parameters["conv3.0.bias"].fill_(bias);
        if (weight is { } value)
        {
            parameters["conv3.0.weight"].fill_(value);
        }
    }
}
