using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Plgf;

public class PlgfTests
{
    private static readonly PlgfOptions Small = new()
    {
        Height = 4,
        Width = 4,
        ScaleFactor = 4,
        BaseChannels = 16,
        ContextChannels = 8,
        GrowthRate = 4,
        RdbLayers = 2,
        PyramidScales = 2,
    };

    [Fact]
    public void The_default_has_the_papers_size_and_work()
    {
        using var network = new PlgfNetwork(new PlgfOptions());

        Assert.Equal(3_556_141, network.ParameterCount());

        // Beside 5.53 G in convolutions and linear layers, the attentions' in-projections (queries + 2 keys) d^2 and products
        // 2 queries keys d: the context's 4 tokens, and one query over the 32^2 and 64^2 pixels of the two stages.
        const long Context = (4 + 2 * 4) * 128 * 128 + 2 * 4 * 4 * 128;
        const long Gates = (1 + 2 * 1024) * 128 * 128 + 2 * 1024 * 128 + (1 + 2 * 4096) * 128 * 128 + 2 * 4096 * 128;
        Assert.InRange(MultiplyAddCounter.PerSample(network) - Context - Gates, 5_525_000_000, 5_535_000_000);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(12)]
    public void Every_scale_conserves_with_large_weights_and_with_a_dead_density(int factor)
    {
        var split = SmallFlows.Split("test", 2, side: 3, factor: factor);
        using var network = Create(Small with { ScaleFactor = factor, Height = 3, Width = 3 });
        using var noGradients = no_grad();
        foreach (var parameter in network.parameters())
        {
            parameter.normal_(0, 0.4);
        }

        var trained = Evaluation.Run(network, split, "test");
        Assert.True(trained.Conservation.Conserves, $"{trained.Conservation}");
        Assert.InRange(trained.FlatBlocks, 0, 0.9);

        network.get_parameter("density.weight")!.zero_();
        network.get_parameter("density.bias")!.zero_();
        var dead = Evaluation.Run(network, split, "test");
        Assert.True(dead.Conservation.Conserves, $"{dead.Conservation}");
        Assert.Equal(1, dead.FlatBlocks);
    }

    [Fact]
    public void Two_channels_without_externals_train_and_conserve()
    {
        var split = SmallFlows.Split("train", 4, external: false, channels: 2, side: 4);
        using var network = Create(Small with { InChannels = 2, UseExt = false });

        var (before, after) = Train(network, split);

        Assert.True(after < before, $"{before} -> {after}");
        Assert.True(Evaluation.Run(network, split, "train").Conservation.Conserves);
        Assert.Contains(network.named_parameters(), p => p.name == "context.default");
        Assert.DoesNotContain(network.named_parameters(), p => p.name.StartsWith("context.day", StringComparison.Ordinal));
    }

    [Fact]
    public void Maps_of_another_size_than_the_options_go_through()
    {
        using var network = Create(Small);

        Assert.True(Evaluation.Run(network, SmallFlows.Split("test", 2, side: 7), "test").Conservation.Conserves);
    }

    [Fact]
    public void External_factors_change_the_answer()
    {
        var split = SmallFlows.Split("test", 2, side: 4);
        using var network = Create(Small);
        var asGiven = Predictor.Predict(network, split.Inputs, "test");

        foreach (var column in new[] { 0, 4, 5, 6 })
        {
            var changed = split.External!.Slice(0, 2);
            changed.Row(0)[column] = 3;

            var fine = Predictor.Predict(network, new FlowInputs(split.Coarse, changed), "test");

            Assert.NotEqual(asGiven.Sample(0).ToArray(), fine.Sample(0).ToArray());
            Assert.Equal(asGiven.Sample(1).ToArray(), fine.Sample(1).ToArray());
        }
    }

    [Fact]
    public void Without_film_its_layers_are_gone_and_the_rest_trains() =>
        AssertAblation(Small with { UseFilm = false }, [".film."], added: 0);

    [Fact]
    public void Without_the_gate_its_layers_are_gone_and_the_rest_trains() =>
        AssertAblation(Small with { UseGate = false }, [".gate."], added: 0);

    [Fact]
    public void Without_fusion_one_convolution_takes_the_place_of_both_paths() =>
        AssertAblation(Small with { UseFusion = false }, [".local.", ".global.", ".fuse."], added: 2 * (9 * 16 * 16 + 16));

    [Fact]
    public void The_scale_transform_divides_what_the_network_sees_and_not_what_it_recovers()
    {
        var split = SmallFlows.Split("test", 2, side: 4);
        using var network = Create(Small with { InputTransform = InputTransform.Scale, ScalerX = 1500 });
        using var same = Create(Small with { InputTransform = InputTransform.Scale, ScalerX = 1 });

        var fine = Predictor.Predict(network, split.Inputs, "test");

        Assert.True(Evaluation.Compare(split, fine).Conservation.Conserves);
        Assert.NotEqual(Predictor.Predict(same, split.Inputs, "test").Values, fine.Values);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(22)]
    [InlineData(34)]
    public void A_scale_with_a_large_prime_factor_is_refused(int factor) => Assert.StartsWith(
        $"setting 'scale_factor': {factor} has a prime factor above 7",
        Refusal(Small with { ScaleFactor = factor }),
        StringComparison.Ordinal);

    [Fact]
    public void Widths_that_the_attention_heads_do_not_divide_are_refused()
    {
        Assert.StartsWith(
            "setting 'base_channels': 12 is not a multiple of 8", Refusal(Small with { BaseChannels = 12 }), StringComparison.Ordinal);
        Assert.StartsWith(
            "setting 'context_channels': 6 is not a multiple of 4", Refusal(Small with { ContextChannels = 6 }), StringComparison.Ordinal);
    }

    private static void AssertAblation(PlgfOptions options, string[] gone, long added)
    {
        using var whole = Create(Small);
        using var ablated = Create(options);
        var left = whole.named_parameters()
            .Where(p => !gone.Any(part => p.name.Contains(part, StringComparison.Ordinal)))
            .Sum(p => p.parameter.numel());

        var (before, after) = Train(ablated, SmallFlows.Split("train", 4, side: 4));

        Assert.Equal(left + added, ablated.ParameterCount());
        Assert.True(left < whole.ParameterCount());
        Assert.True(after < before, $"{before} -> {after}");
    }

    private static PlgfNetwork Create(PlgfOptions options)
    {
        random.manual_seed(2);
        return new PlgfNetwork(options);
    }

    private static (float Before, float After) Train(PlgfNetwork network, FlowSplit split)
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.Adam(network.parameters(), 1e-3);
        var batch = FlowBatch.Gather(split, [.. Enumerable.Range(0, split.Samples)], CPU);
        var losses = new List<float>();
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            var loss = new DualFocal().Compute(network.call(batch), batch);
            losses.Add(loss.item<float>());
            loss.backward();
            optimizer.step();
        }

        return (losses[0], losses[^1]);
    }

    private static string Refusal(PlgfOptions options) => Refused.By(() => Create(options).Dispose());
}
