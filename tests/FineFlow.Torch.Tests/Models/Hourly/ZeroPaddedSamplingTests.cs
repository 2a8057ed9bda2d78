using FineFlow.Torch.Models.Hourly;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Hourly;

public class ZeroPaddedSamplingTests
{
    [Fact]
    public void Cells_outside_the_map_count_as_zero()
    {
        using var scope = NewDisposeScope();
        var map = tensor(new float[] { 1, 2, 3, 4 }).reshape(1, 1, 2, 2);
        float[] expected =
        [
            0.5625f, 0.9375f, 1.3125f, 1.125f,
            1.125f, 1.75f, 2.25f, 1.875f,
            1.875f, 2.75f, 3.25f, 2.625f,
            1.6875f, 2.4375f, 2.8125f, 2.25f,
        ];

        var fine = ZeroPaddedSampling.To(map, 2);

        Assert.Equal(expected, fine.contiguous().AsSpan().ToArray());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void It_reads_what_grid_sample_reads(int factor)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        var map = randn(2, 3, 3, 5);

        var fine = ZeroPaddedSampling.To(map, factor);

        var grid = stack(meshgrid([Centers(3 * factor), Centers(5 * factor)]).Reverse(), -1).expand(2, -1, -1, -1);
        var expected = nn.functional.grid_sample(
            map, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
        Assert.True(fine.allclose(expected, atol: 1e-5));
    }

    private static Tensor Centers(int cells) => -1 + (2 * arange(cells, ScalarType.Float32) + 1) / cells;
}
