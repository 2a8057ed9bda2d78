using FineFlow.Core;
using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class SrcnnTests
{
    [Theory]
    [InlineData(4, 1, 5, 57_281)]
    [InlineData(4, 1, 1, 8_129)]
    [InlineData(4, 1, 3, 24_513)]
    [InlineData(8, 2, 5, 63_266)]
    public void Parameters_are_counted_as_published(int factor, int channels, int middle, long expected)
    {
        using var network = new SrcnnNetwork(new() { ScaleFactor = factor, InChannels = channels, KernelSizes = [9, middle, 5] });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_run_on_the_fine_grid()
    {
        using var network = new SrcnnNetwork(new());

        Assert.Equal(936_902_656, MultiplyAddCounter.PerSample(network));
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(9, 4, 5)]
    [InlineData(9, -1, 5)]
    [InlineData(9, 5, 33)]
    public void Kernels_that_do_not_keep_the_size_are_refused(params int[] kernels)
    {
        var failure = Assert.Throws<BadInputException>(() => new SrcnnNetwork(new() { KernelSizes = kernels }));

        Assert.Contains("kernel_sizes", failure.Message, StringComparison.Ordinal);
    }
}
