using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Ops;
using FineFlow.Torch.Tests.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Plgf;

public class ResidualDenseBlockTests
{
    public ResidualDenseBlockTests() => KernelTests.SkipWithoutKernels();

    [Theory]
    [InlineData(32, 32, 3)]
    [InlineData(64, 32, 1)]
    [InlineData(96, 64, 2)]
    public void Layers_that_write_beside_each_other_give_what_concatenation_gives(int channels, int growth, int layers)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        using var block = new ResidualDenseBlock(channels, growth, layers);
        var input = KernelTests.Maps(2, channels, 9, 6);
        var slope = randn(2, channels, 9, 6);

        var fast = Results();
        using var plain = NativeKernels.Disable();
        var expected = Results();

        Assert.Equal(expected.Count, fast.Count);
        Assert.All(expected, named => Assert.InRange(
            (fast[named.Key] - named.Value).abs().max().item<float>(), 0, 2e-5 * (1 + named.Value.abs().max().item<float>())));

        Dictionary<string, Tensor> Results()
        {
            var maps = input.detach().requires_grad_(true);
            var given = slope.clone();
            var output = block.call(maps);
            autograd.backward([output], [given]);
            Assert.True(given.Equals(slope), "the gradient that was given is not the function's to change");
            Dictionary<string, Tensor> results = new() { ["output"] = output.detach(), ["input"] = maps.grad! };
            foreach (var (name, parameter) in block.named_parameters())
            {
                results[name] = parameter.grad!.detach().clone();
            }

            block.zero_grad();
            using var noGradients = no_grad();
            results["without gradients"] = block.call(input);
            return results;
        }
    }
}
