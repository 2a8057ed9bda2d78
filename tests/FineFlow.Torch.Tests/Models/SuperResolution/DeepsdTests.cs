using FineFlow.Core;
using FineFlow.Torch.Models.SuperResolution;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class DeepsdTests
{
    [Theory]
    [InlineData(4, 1, 5, 114_562)]
    [InlineData(2, 1, 5, 57_281)]
    [InlineData(8, 1, 5, 171_843)]
    [InlineData(4, 2, 5, 126_532)]
    [InlineData(4, 1, 1, 16_258)]
    [InlineData(4, 1, 3, 49_026)]
    public void Parameters_are_counted_as_published(int factor, int channels, int middle, long expected)
    {
        using var network = new DeepsdNetwork(new() { ScaleFactor = factor, InChannels = channels, KernelSizes = [9, middle, 5] });

        Assert.Equal(expected, network.ParameterCount());
    }

    [Fact]
    public void Multiply_adds_run_on_the_grid_of_each_stage()
    {
        using var network = new DeepsdNetwork(new());

        Assert.Equal(1_171_128_320, MultiplyAddCounter.PerSample(network));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    public void A_factor_that_is_no_power_of_two_is_refused(int factor)
    {
        var failure = Assert.Throws<BadInputException>(() => new DeepsdNetwork(new() { ScaleFactor = factor }));

        Assert.Contains("scale_factor", failure.Message, StringComparison.Ordinal);
    }
}
