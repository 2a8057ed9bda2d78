using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Ops;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Plgf;

public class DensityHeadTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_is_the_convolution_of_its_weights_and_has_its_gradients(int outputs)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var thin = new DensityHead(8, outputs);
        var maps = ChannelsLast.Of(randn(3, 8, 6, 9)).requires_grad_(true);
        var weights = thin.parameters().ToArray();
        var slope = randn(3, outputs, 6, 9);

        var thinly = thin.call(maps);
        var plainly = nn.functional.conv2d(maps, weights[0], weights[1], padding: [1L, 1L]);

        Assert.True(thinly.allclose(plainly, 1e-5, 1e-5));
        var wanted = autograd.grad([plainly], [maps, .. weights], [slope]);
        Assert.All(
            autograd.grad([thinly], [maps, .. weights], [slope]).Zip(wanted),
            gradient => Assert.True(gradient.First.allclose(gradient.Second, 1e-4, 1e-4)));
    }

    [Fact]
    public void Its_parameters_have_the_names_and_shapes_of_a_convolution()
    {
        using var thin = new DensityHead(8, 2);
        using var plain = new Conv2dSame(8, 2, 3);

        Assert.Equal(
            plain.state_dict().Select(p => (p.Key, string.Join('x', p.Value.shape))),
            thin.state_dict().Select(p => (p.Key, string.Join('x', p.Value.shape))));
    }
}
