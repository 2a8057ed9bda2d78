using CsCheck;
using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Ops.Kernels;

public class WinogradTests
{
    /// <summary>
    /// In standard deviations: ten times the rounding that is seen, and a tenth of the error that a mistake in any constant would cause.
    /// </summary>
    private const double Bound = 2e-4;

    private static readonly Gen<(int Batch, int Inputs, int Outputs, int Height, int Width, bool Slice, int Seed)> Shapes =
        from batch in Gen.Int[1, 3]
        from inputs in Gen.Int[1, 4]
        from outputs in Gen.Int[1, 5]
        from height in Gen.Int[1, 19]
        from width in Gen.Int[1, 19]
        from slice in Gen.Bool
        from seed in Gen.Int
        select (batch, 32 * inputs, 32 * outputs, height, width, slice, seed);

    public WinogradTests() => KernelTests.SkipWithoutKernels();

    [Theory]
    [MemberData(nameof(KernelTests.Formats), MemberType = typeof(KernelTests))]
    public void Values_and_gradients_are_those_of_a_convolution_in_double_precision(ScalarType format, double rounding) => Shapes.Sample(
        shape =>
        {
            using var scope = NewDisposeScope();
            random.manual_seed(shape.Seed);
            var input = KernelTests.Maps(shape.Batch, shape.Inputs, shape.Height, shape.Width, shape.Slice, format);
            var (weight, bias) = (randn(shape.Outputs, shape.Inputs, 3, 3), randn(shape.Outputs));
            var slope = randn(shape.Batch, shape.Outputs, shape.Height, shape.Width).to(format);
            Tensor[] given = [input, weight, bias];
            var results = KernelTests.WithGradients(given, slope, (x, w, b) => WinogradFunction.apply(x, w, b));
            var exact = KernelTests.WithGradients(
                [.. given.Select(tensor => tensor.to(ScalarType.Float64))],
                slope,
                (x, w, b) => nn.functional.conv2d(x, w, b, padding: [1, 1]));

            Assert.All(results.Zip(exact), pair => Assert.True(KernelTests.Deviation(pair.First, pair.Second, rounding) <= Bound));
        },
        iter: 60,
        threads: 1);

    /// <summary>
    /// Sums of 1,152 products, relative to their root mean square. libtorch errs by 2.5e-7 to 4e-7, by the order in which it sums.
    /// </summary>
    [Fact]
    public void Rounding_errors_are_about_a_millionth()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var input = KernelTests.Maps(2, 128, 32, 32);
        var weight = randn(128, 128, 3, 3);
        using var weights = new WinogradWeights(weight);
        var exact = nn.functional.conv2d(input.to(ScalarType.Float64), weight.to(ScalarType.Float64), padding: [1, 1]);

        var error = WinogradFunction.Convolve(input, weights, null).to(ScalarType.Float64) - exact;

        Assert.InRange(Size(error) / Size(exact), 0, 1.2e-6);

        static double Size(Tensor values) => values.square().mean().sqrt().item<double>();
    }

    [Fact]
    public void Neither_threads_nor_batch_nor_neighbours_in_memory_change_a_bit()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var input = KernelTests.Maps(5, 64, 13, 22);
        var weight = randn(96, 64, 3, 3);
        using var weights = new WinogradWeights(weight);
        var whole = Convolve(input);
        Assert.All([1, 2, 3], count => KernelTests.OnThreads(count, () => Assert.True(whole.Equals(Convolve(input)))));

        Assert.True(whole[3..4].Equals(Convolve(input[3..4])));
        var beside = cat([input, input * 2], 1).narrow(1, 0, 64);
        Assert.True(NhwcView.Fits(beside));
        Assert.True(whole.Equals(Convolve(beside)));

        Tensor Convolve(Tensor maps) => WinogradFunction.Convolve(maps, weights, null);
    }

    [Fact]
    public void A_value_that_is_not_finite_reaches_the_cells_of_its_tiles_and_no_others()
    {
        using var scope = NewDisposeScope();
        var input = KernelTests.Maps(2, 32, 12, 12);
        input[0, 5, 1, 1] = float.NaN;
        using var weights = new WinogradWeights(randn(32, 32, 3, 3));

        var finite = WinogradFunction.Convolve(input, weights, null).isfinite();

        Assert.False(finite[0, 0, 1, 1].item<bool>());
        Assert.True(finite[0, TensorIndex.Colon, 4.., 4..].all().item<bool>());
        Assert.True(finite[1].all().item<bool>());
    }

    [Fact]
    public void Only_maps_whose_channels_lie_side_by_side_are_held()
    {
        using var scope = NewDisposeScope();
        Assert.True(NhwcView.Fits(KernelTests.Maps(2, 32, 5, 4, slice: true)));
        Assert.True(NhwcView.Fits(NhwcView.Empty(1, 32, 1, 1, zeros(1))));
        Assert.False(NhwcView.Fits(randn(2, 32, 5, 4)));
        Assert.False(NhwcView.Fits(KernelTests.Maps(2, 32, 5, 4).to(ScalarType.Float64)));
        Assert.False(NhwcView.Fits(KernelTests.Maps(2, 32, 8, 4)[.., .., TensorIndex.Slice(null, null, 2)]));
        Assert.Throws<ArgumentException>(() => { _ = new NhwcView<Fp32>(randn(2, 32, 5, 4)); });
        Assert.Throws<ArgumentException>(() => { _ = new NhwcView<Bf16>(KernelTests.Maps(2, 32, 5, 4)); });
    }
}
