using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class EspcnTests
{
    [Theory]
    [InlineData(4, 1, 24_752)]
    [InlineData(2, 1, 21_284)]
    [InlineData(8, 1, 38_624)]
    [InlineData(4, 2, 30_976)]
    public void Parameters_are_counted_as_published(int factor, int channels, long expected)
    {
        using var network = new EspcnNetwork(new() { ScaleFactor = factor, InChannels = channels });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_run_on_the_coarse_grid()
    {
        using var network = new EspcnNetwork(new());

        Assert.Equal(25_231_360, MultiplyAddCounter.PerSample(network));
    }

    [Fact]
    public void One_shuffle_serves_a_factor_of_three_and_gives_each_channel_its_own_group()
    {
        using var scope = NewDisposeScope();
        using var network = new EspcnNetwork(new() { ScaleFactor = 3, InChannels = 2 });
        using (no_grad())
        {
            var last = network.named_parameters().Where(p => p.name.StartsWith("conv3", StringComparison.Ordinal)).ToDictionary();
            last["conv3.weight"].zero_();
            last["conv3.bias"].copy_(arange(18, ScalarType.Float32));
        }

        var cell = network.Refine(new FlowBatch(ones(1, 2, 2, 2)))[0, .., 3.., 3..];

        Assert.Equal(Enumerable.Range(0, 18).Select(i => (float)i), cell.contiguous().data<float>());
    }
}
