using FineFlow.Torch.Models.SuperResolution;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.SuperResolution;

public class BicubicTests
{
    /// <summary>Weights of the taps i-1 .. i+2 for an output cell at i + t, from the cubic with a = -0.75.</summary>
    [Theory]
    [InlineData(2, 1, -0.10546875f, 0.87890625f, 0.26171875f, -0.03515625f)]
    [InlineData(4, 2, -0.0717773438f, 0.9672851562f, 0.1147460938f, -0.0102539062f)]
    [InlineData(4, 3, -0.1098632812f, 0.7495117188f, 0.4262695312f, -0.0659179688f)]
    public void A_cell_weighs_its_four_neighbours_by_the_cubic(int factor, int phase, params float[] weights)
    {
        using var scope = NewDisposeScope();
        var impulses = eye(8).reshape(8, 1, 8, 1).expand(8, 1, 8, 2); // one map an impulse in its row; the columns are constant

        var enlarged = Bicubic.Enlarge(impulses.contiguous(), factor);

        var row = 3 * factor + phase; // between the rows 3 and 4
        var taps = enlarged[2..6, 0, row, 0].contiguous();
        Assert.All(weights.Zip(taps.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Edges_are_repeated_and_undershoots_are_kept()
    {
        using var scope = NewDisposeScope();

        Assert.True(Bicubic.Enlarge(full(1, 1, 3, 2, 5f), 3).sub(5).abs().max().item<float>() < 1e-5);
        Assert.True(Bicubic.Enlarge(eye(6).reshape(1, 1, 6, 6) * 1000, 4).min().item<float>() < -50);
    }
}
