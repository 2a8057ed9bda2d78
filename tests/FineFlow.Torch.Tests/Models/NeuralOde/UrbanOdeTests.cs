using FineFlow.Core;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.NeuralOde;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

public class UrbanOdeTests
{
    private static readonly UrbanOdeOptions Small = new() { Height = 4, Width = 6, BaseChannels = 16 };

    [Theory]
    [InlineData(true, 3_053_139)]
    [InlineData(false, 2_975_141)]
    public void Parameters_at_TaxiBJ_are_the_published_number(bool externals, long expected)
    {
        using var network = new UrbanOdeNetwork(new UrbanOdeOptions { UseExt = externals });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void The_attention_is_saved_under_both_of_its_names_and_trained_once()
    {
        using var network = new UrbanOdeNetwork(Small);

        var state = network.state_dict();

        Assert.Same(state["msa.conv_match.0.weight"], state["ode_blocks.1.conv_match.0.weight"]);
        Assert.Equal(1e-4f, state["ode_blocks.1.escape_NaN"].item<float>());
        Assert.DoesNotContain(network.named_parameters(), p => p.name.StartsWith("ode_blocks.1.", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_that_contradict_themselves_are_refused_and_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var network = new UrbanOdeNetwork(Small);
        var weights = network.state_dict().ToDictionary(p => p.Key, p => p.Value.detach().clone());
        weights["ode_blocks.1.conv_match.0.bias"].add_(1);
        weights["conv1.0.bias"].add_(1);
        WeightsFile.Save(folder.File("weights.safetensors"), weights);
        var before = network.state_dict()["conv1.0.bias"].detach().clone();

        var refusal = Assert.Throws<BadInputException>(() => WeightsFile.Load(folder.File("weights.safetensors"), network));

        Assert.Contains("'msa.conv_match.0.bias' and 'ode_blocks.1.conv_match.0.bias' differ", refusal.Message, StringComparison.Ordinal);
        Assert.True(network.state_dict()["conv1.0.bias"].Equals(before));
    }

    [Fact]
    public void The_attention_is_counted_once()
    {
        using var network = new UrbanOdeNetwork(Small with { UseExt = false });
        using var without = new FodeNetwork(new FodeOptions { Height = 4, Width = 6, BaseChannels = 16, UseExt = false });
        const long Cells = 4 * 6, Levels = 24 + 3 * 5 + 3 * 4 + 2 * 4 + 2 * 3;

        // Beside FODE's work: the second feature ODE, projections, likenesses and weighted values, and a second gate.
        const long Expected = 4 * 2 * Cells * 9 * 16 * 16
            + Cells * 16 * 8 + Levels * 16 * (8 + 16) + Levels * Cells * 9 * (8 + 16) + 2 * 2 * 16;

        Assert.Equal(Expected, MultiplyAddCounter.PerSample(network) - MultiplyAddCounter.PerSample(without));
    }

    [Fact]
    public void A_map_of_one_row_has_no_smaller_level_and_is_refused()
    {
        var refusal = Assert.Throws<BadInputException>(() => new UrbanOdeNetwork(Small with { Height = 1 }));

        Assert.Contains("'height'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_odd_number_of_channels_is_refused()
    {
        var refusal = Assert.Throws<BadInputException>(() => new UrbanOdeNetwork(Small with { BaseChannels = 17 }));

        Assert.Contains("'base_channels'", refusal.Message, StringComparison.Ordinal);
    }
}
