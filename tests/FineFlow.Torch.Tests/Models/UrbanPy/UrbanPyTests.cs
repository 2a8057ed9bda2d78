using System.Text.Json.Nodes;
using FineFlow.Core;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Models.UrbanPy;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.UrbanPy;

public class UrbanPyTests
{
    [Theory]
    [InlineData(0, true, true, 3_536_762)]
    [InlineData(0, true, false, 2_974_930)]
    [InlineData(0, false, true, 3_392_754)]
    [InlineData(0, false, false, 2_830_994)]
    [InlineData(5, true, true, 3_562_202)]
    [InlineData(5, true, false, 3_000_010)]
    public void It_has_the_published_number_of_parameters(int geography, bool externals, bool local, long expected)
    {
        using var network = new UrbanPyNetwork(new UrbanPyOptions { GeoChannels = geography, UseExt = externals, IsLocal = local });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Theory]
    [InlineData(2, 1, true, true)]
    [InlineData(4, 2, true, true)]
    [InlineData(4, 2, false, false)]
    [InlineData(8, 1, false, true)]
    public void It_adds_up_at_every_stage_for_other_factors_channels_and_oblong_maps(int factor, int flows, bool externals, bool local)
    {
        using var scope = NewDisposeScope();
        using var network = Small(
            new() { Height = 3, Width = 5, ScaleFactor = factor, InChannels = flows, UseExt = externals, IsLocal = local });
        network.Use(ConservationMode.Exact);
        var coarse = Counts(2, flows, 3, 5);
        var stages = network.Stages(new FlowBatch(coarse, External(2)));

        Assert.Equal(int.Log2(factor), stages.Count);
        foreach (var (index, stage) in stages.Index())
        {
            var side = 2 << index;
            Assert.Equal(side, stage.Factor);
            Assert.Equal([2, flows, 3 * side, 5 * side], stage.Flow.shape);
            Assert.True(allclose(BlockSums(stage.Flow, side), coarse, rtol: 1e-5, atol: 1e-5));
        }
    }

    [Fact]
    public void Exact_recovery_changes_nothing_but_the_missing_flow()
    {
        using var scope = NewDisposeScope();
        using var network = Small(new() { Height = 4, Width = 4, N2Eps = 1e-3 });
        var coarse = Counts(2, 1, 4, 4) + 1;
        var published = network.call(new FlowBatch(coarse, External(2))).Fine;
        network.Use(ConservationMode.Exact);
        var exact = network.call(new FlowBatch(coarse, External(2))).Fine;
        var found = BlockSums(published, 4);

        Assert.True((found < coarse).all().item<bool>());
        Assert.True(allclose(BlockSums(exact, 4), coarse, rtol: 1e-5, atol: 1e-5));
        Assert.True((published - exact).abs().max().item<float>() < 0.05 * coarse.max().item<float>());
    }

    [Fact]
    public void Each_tile_of_the_local_layer_has_a_matrix_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var network = Small(new() { Height = 2, Width = 3, ScaleFactor = 2, UseExt = false });
        var coarse = ones(1, 1, 2, 3);
        var before = network.call(new FlowBatch(coarse)).Fine;
        using (no_grad())
        {
            network.get_parameter("proposal_blocks.0.conv_upsample.5.weight")![5].add_(1); // tile 5: row 1, column 2
        }

        var changed = (network.call(new FlowBatch(coarse)).Fine - before).abs() > 0;

        Assert.True(changed[.., .., 2.., 4..].any().item<bool>());
        Assert.False(changed[.., .., ..2].any().item<bool>());
        Assert.False(changed[.., .., .., ..4].any().item<bool>());
    }

    [Fact]
    public void Other_losses_are_summed_over_the_stages_against_block_sums()
    {
        using var scope = NewDisposeScope();
        using var network = Small(new() { Height = 3, Width = 3, Scalers = [10, 4, 2] });
        var truth = Counts(2, 1, 12, 12);
        var batch = new FlowBatch(Counts(2, 1, 3, 3), External(2)) { Truth = truth };
        var output = network.call(batch);
        var (first, second) = (output.Stages[0].Flow, output.Stages[1].Flow);
        var loss = new AbsoluteError();

        var counts = loss.Compare(first * 4, BlockSums(truth, 2)) + loss.Compare(second * 2, truth);
        var scaled = loss.Compare(first, BlockSums(truth, 2) / 4) + loss.Compare(second, truth / 2);

        Assert.Equal(counts.item<float>(), loss.Compute(output, batch).item<float>(), 1e-4);
        Assert.Equal(scaled.item<float>(), loss.Compute(output, batch, scaled: true).item<float>(), 1e-4);
    }

    [Fact]
    public void A_map_without_any_flow_adds_nothing_to_the_divergence()
    {
        using var scope = NewDisposeScope();
        using var network = Small(new() { Height = 3, Width = 3, ScaleFactor = 2 });
        var truth = Counts(1, 1, 6, 6);
        var coarse = BlockSums(truth, 2);
        var loss = new PyramidLoss { Alpha = 1 };

        var one = new FlowBatch(coarse, External(1)) { Truth = truth };
        var two = new FlowBatch(cat([coarse, zeros_like(coarse)]), External(2)) { Truth = cat([truth, zeros_like(truth)]) };

        var alone = loss.Compute(network.call(one), one);
        var withEmpty = loss.Compute(network.call(two), two);
        withEmpty.backward();

        Assert.True(alone.item<float>() > 0);
        Assert.Equal(alone.item<float>() / 2, withEmpty.item<float>(), 1e-5);
        Assert.All(network.parameters().Where(p => p.grad is not null), p => Assert.True(p.grad!.isfinite().all().item<bool>()));
    }

    [Theory]
    [InlineData("n_residual_blocks", "[1, 2, 3]")]
    [InlineData("n_residual_blocks", "[0]")]
    [InlineData("n_residual_blocks", "null")]
    [InlineData("scalers", "[1500, 100]")]
    [InlineData("scalers", "[0]")]
    [InlineData("scaler_x", "1500")]
    [InlineData("scaler_y", "100")]
    [InlineData("n_stages", "3")]
    [InlineData("scale_factor", "6")]
    [InlineData("loss_alpha", "0.1")]
    [InlineData("kl_eps", "1e-6")]
    [InlineData("loss_weights", "[1, 0.5]")]
    [InlineData("ext_dim", "8")]
    [InlineData("embed_weather", "[17, 3]")]
    [InlineData("norm_eps", "1e-3")]
    [InlineData("bn_momentum", "0.5")]
    public void A_setting_that_the_definition_does_not_admit_is_named(string setting, string value)
    {
        var failure = Assert.Throws<BadInputException>(() =>
            ModelCatalog.Find("urbanpy").Configure(new Dictionary<string, JsonNode?> { [setting] = JsonNode.Parse(value) }));

        Assert.Equal($"setting '{setting}'", failure.InputSource);
    }

    [Fact]
    public void Geographic_maps_need_externals_and_no_dataset_has_them()
    {
        Assert.Throws<BadInputException>(() => new UrbanPyOptions { GeoChannels = 5, UseExt = false }.Validate());
        using var network = Small(new() { Height = 2, Width = 2, GeoChannels = 5 });

        var inputs = new FlowInputs(new FlowMaps(new(1, 1, 2, 2)), new ExternalFactors(new float[TaxiBjColumns.Count]));
        var failure = Assert.Throws<BadInputException>(() => network.CheckInput(inputs, "data/train"));

        Assert.Contains("geographic", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A small network in evaluation mode whose correction and proposal are alive everywhere.</summary>
    private static UrbanPyNetwork Small(UrbanPyOptions options)
    {
        random.manual_seed(1);
        var network = new UrbanPyNetwork(options with { BaseChannels = 4, NResidualBlocks = [1] });
        network.eval();
        using var noGradients = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.Contains("correction_blocks", StringComparison.Ordinal) || name.Contains("conv_upsample.0", StringComparison.Ordinal))
            {
                parameter.abs_().add_(0.01);
            }
        }

        return network;
    }

    private static Tensor Counts(params long[] shape) => randint(0, 20, shape, dtype: ScalarType.Float32);

    private static Tensor External(int samples) => tensor(new float[] { 15, 5, 0, 0, 1, 8, 1 }).unsqueeze(0).repeat(samples, 1);

    private static Tensor BlockSums(Tensor fine, int factor) => nn.functional.avg_pool2d(fine, factor) * (factor * factor);
}
