using CsCheck;
using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops.Kernels;

public class NormGeluTests
{
    private const int Groups = 8;

    /// <summary>
    /// Two values of a group are each one deviation from the mean, whatever they are, so that their gradient is the rounding of terms that
    /// cancel out. More values have a gradient of their own.
    /// </summary>
    private const int FewestInGroup = 16;

    private static readonly Gen<(int Batch, int Channels, int Height, int Width, int Factor, bool Slice, int Seed)> Shapes =
        from batch in Gen.Int[1, 3]
        from channels in Gen.Int[1, 8]
        from height in Gen.Int[1, 11]
        from width in Gen.Int[1, 11]
        from factor in Gen.Int[1, 3]
        from slice in Gen.Bool
        from seed in Gen.Int
        where 16 * channels / Groups * height * width >= FewestInGroup
        select (batch, 16 * channels, height, width, factor, slice, seed);

    public NormGeluTests() => KernelTests.SkipWithoutKernels();

    [Theory]
    [MemberData(nameof(KernelTests.Formats), MemberType = typeof(KernelTests))]
    public void Values_and_gradients_are_those_of_norm_GELU_and_PixelShuffle_in_double_precision(
        ScalarType format, double rounding) => Shapes.Sample(
        shape =>
        {
            using var scope = NewDisposeScope();
            random.manual_seed(shape.Seed);
            var cells = new PixelShuffleLayout(shape.Factor, Groups);
            var all = shape.Channels * cells.Count;
            var official = (randn(shape.Batch, all, shape.Height, shape.Width) * 2 + 5).to(format);
            var (scale, shift) = (rand(all) + 0.5, randn(all));
            var slope = randn(shape.Batch, shape.Channels, shape.Height * shape.Factor, shape.Width * shape.Factor).to(format);
            Tensor[] given = [official, scale, shift];
            var results = KernelTests.WithGradients(given, slope, (x, g, b) =>
                NormGeluFunction.apply(
                    Beside(PixelShuffleLayout.Order(x.transpose(0, 1), cells.Count).transpose(0, 1)),
                    PixelShuffleLayout.Order(g, cells.Count),
                    PixelShuffleLayout.Order(b, cells.Count),
                    cells));
            var exact = KernelTests.WithGradients([.. given.Select(tensor => tensor.to(ScalarType.Float64))], slope, (x, g, b) =>
                nn.functional.pixel_shuffle(nn.functional.gelu(nn.functional.group_norm(x, Groups, g, b)), shape.Factor));

            var bound = 1e-4 + 2 * rounding; // the input's gradient is rounded twice
            Assert.All(results.Zip(exact), pair =>
                Assert.InRange(
                    (pair.First - pair.Second).abs().max().item<double>(), 0, bound * (1 + pair.Second.abs().max().item<double>())));

            Tensor Beside(Tensor maps) => shape.Slice
                ? NhwcView.Arranged(cat([maps, zeros_like(maps)], 1)).narrow(1, 0, all)
                : NhwcView.Arranged(maps);
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Maps_without_any_deviation_become_their_shift()
    {
        using var scope = NewDisposeScope();
        var shift = randn(16);
        var output = NhwcView.Empty(2, 16, 6, 5, shift);
        NormGeluFunction.Write(NhwcView.Arranged(full([2, 16, 6, 5], 1e6f)), ones(16), shift, new PixelShuffleLayout(1, Groups), output);

        Assert.InRange((output - nn.functional.gelu(shift).reshape(1, 16, 1, 1)).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void Many_large_maps_on_several_threads_give_the_values_of_one()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var maps = KernelTests.Maps(3, 64, 70, 33); // each is shared by the threads
        var exact = nn.functional.gelu(nn.functional.group_norm(maps.to(ScalarType.Float64).contiguous(), Groups));
        Assert.All([1, 2, 3], count => KernelTests.OnThreads(count, () =>
        {
            var output = NhwcView.Empty(3, 64, 70, 33, maps);
            NormGeluFunction.Write(maps, ones(64), zeros(64), new PixelShuffleLayout(1, Groups), output);
            Assert.InRange((output - exact).abs().max().item<double>(), 0, 5e-6);
        }));
    }
}
