using FineFlow.Torch.Layers;
using FineFlow.Torch.Ops;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Layers;

public class GroupNormGeluTests
{
    private const int Channels = 16, Groups = 8;

    public static TheoryData<double, bool> Means =>
        new(from mean in new[] { 0.0, 300, -5000 } from fast in new[] { true, false } select (mean, fast));

    [Theory]
    [MemberData(nameof(Means))]
    public void A_mean_far_from_zero_costs_no_digits(double mean, bool fast)
    {
        using var path = fast ? null : NativeKernels.Disable();
        using var scope = NewDisposeScope();
        using var norm = new GroupNormGelu(Channels);
        random.manual_seed(1);
        var maps = ChannelsLast.Of(randn(2, Channels, 12, 10) + mean);

        var difference = norm.call(maps).to(ScalarType.Float64) - Exact(maps, Groups);

        // What the rounding of the input itself leaves: 2^-24 of the mean, in deviations, which GELU stretches by 1.13 at most.
        Assert.InRange(difference.abs().max().item<double>(), 0, 1e-5 + 1.4e-7 * Math.Abs(mean));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gradient_does_not_depend_on_the_mean_that_is_taken_off(bool fast)
    {
        using var path = fast ? null : NativeKernels.Disable();
        using var scope = NewDisposeScope();
        using var norm = new GroupNormGelu(Channels);
        random.manual_seed(1);
        var slope = randn(2, Channels, 12, 10);
        var maps = (ChannelsLast.Of(randn(2, Channels, 12, 10)) + 3).requires_grad_(true);
        var wide = maps.detach().to(ScalarType.Float64).requires_grad_(true);

        var gradient = autograd.grad([norm.call(maps)], [maps], [slope])[0];
        var exact = autograd.grad([Exact(wide, Groups)], [wide], [slope.to(ScalarType.Float64)])[0];

        Assert.InRange((gradient.to(ScalarType.Float64) - exact).abs().max().item<double>(), 0, 1e-5);
    }

    [Theory]
    [InlineData(12, 6)]
    [InlineData(4, 4)]
    [InlineData(7, 7)]
    [InlineData(22, 2)]
    [InlineData(48, 8)]
    public void The_groups_divide_the_channels(int channels, int groups)
    {
        using var scope = NewDisposeScope();
        using var norm = new GroupNormGelu(channels);
        var maps = ChannelsLast.Of(randn(1, channels, 9, 9));

        Assert.InRange((norm.call(maps) - Exact(maps, groups)).abs().max().item<double>(), 0, 1e-5);
    }

    private static Tensor Exact(Tensor maps, int groups) =>
        nn.functional.gelu(nn.functional.group_norm(maps.to(ScalarType.Float64).contiguous(), groups));
}
