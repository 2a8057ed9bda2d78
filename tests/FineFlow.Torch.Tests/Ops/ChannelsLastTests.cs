using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Ops;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops;

public class ChannelsLastTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_strides_say_that_channels_lie_last_and_the_values_stay(long channels)
    {
        using var scope = NewDisposeScope();
        var maps = rand(2, channels, 4, 5);

        var turned = ChannelsLast.Of(maps);

        Assert.Equal([4 * 5 * channels, 1, 5 * channels, channels], turned.stride());
        Assert.True(turned.Equals(maps));
    }

    [Fact]
    public void A_joined_external_map_does_not_turn_the_features_back()
    {
        using var scope = NewDisposeScope();

        var joined = ExternalMaps.Join(ChannelsLast.Of(rand(2, 3, 4, 5)), rand(2, 1, 4, 5));

        Assert.Equal(1, joined.stride(1));
    }
}
