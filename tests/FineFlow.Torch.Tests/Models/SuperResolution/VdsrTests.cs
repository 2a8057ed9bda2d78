using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class VdsrTests
{
    [Theory]
    [InlineData(4, 1, 665_921)]
    [InlineData(2, 2, 667_074)]
    public void Parameters_are_counted_as_published(int factor, int channels, long expected)
    {
        using var network = new VdsrNetwork(new() { ScaleFactor = factor, InChannels = channels });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_run_on_the_fine_grid()
    {
        using var network = new VdsrNetwork(new() { Height = 8, Width = 8 });

        Assert.Equal(10_890_510_336 / 16, MultiplyAddCounter.PerSample(network));
    }

    [Fact]
    public void Without_its_last_layer_it_is_the_bicubic_enlargement_undershoots_included()
    {
        using var scope = NewDisposeScope();
        using var network = new VdsrNetwork(new() { NLayers = 3, BaseChannels = 4 });
        using (no_grad())
        {
            network.named_parameters().Single(p => p.name == "convs.2.weight").parameter.zero_();
        }

        var coarse = eye(6).reshape(1, 1, 6, 6);
        var fine = network.Refine(new FlowBatch(coarse));

        Assert.Equal(0, (fine - Bicubic.Enlarge(coarse, 4)).abs().max().item<float>());
    }

    [Fact]
    public void Weights_start_as_he_proposed()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var network = new VdsrNetwork(new());

        var weight = network.named_parameters().Single(p => p.name == "convs.9.weight").parameter;
        Assert.Equal(Math.Sqrt(2.0 / (64 * 9)), weight.std().item<float>(), 1e-3);
        Assert.All(
            network.named_parameters().Where(p => p.name.EndsWith("bias", StringComparison.Ordinal)),
            p => Assert.Equal(0, p.parameter.abs().max().item<float>()));
    }
}
