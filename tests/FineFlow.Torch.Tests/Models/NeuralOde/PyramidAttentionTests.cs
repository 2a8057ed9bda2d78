using FineFlow.Torch.Models.NeuralOde;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.NeuralOde;

public class PyramidAttentionTests
{
    [Theory]
    [InlineData(32, 0.9, 28)]
    [InlineData(32, 0.6, 19)]
    [InlineData(90, 0.7, 62)]
    [InlineData(170, 0.7, 118)]
    [InlineData(180, 0.7, 125)]
    public void A_level_has_the_floor_of_the_double_product(int size, double scale, int expected) =>
        Assert.Equal(expected, PyramidAttention.LevelSize(size, scale));

    [Fact]
    public void Samples_of_a_batch_do_not_see_each_other()
    {
        using var scope = NewDisposeScope();
        using var attention = new PyramidAttention(16, 2, [1, 0.9, 0.6], 10, 1e-4);
        var maps = rand(3, 16, 5, 7);

        var alone = attention.call(maps[1..2]);

        Assert.True(attention.call(maps)[1..2].allclose(alone, 1e-5, 1e-6));
    }

    [Fact]
    public void Where_every_patch_is_alike_the_values_are_laid_over_each_other_and_divided_by_four()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var attention = new PyramidAttention(2, 2, [1], 0, 1e-4);
        var assembly = attention.named_parameters().Where(p => p.name.StartsWith("conv_assembly.0", StringComparison.Ordinal));
        foreach (var (name, parameter) in assembly)
        {
            parameter.fill_(name.EndsWith("bias", StringComparison.Ordinal) ? 1 : 0);
        }

        var added = attention.call(zeros(1, 2, 6, 6));

        // Values of 1, zeros around them: of the 36 patches, each corner cell of a patch is a zero in 11, each edge cell in 6.
        Assert.Equal((1 + 4 * (30.0 / 36) + 4 * (25.0 / 36)) / 4, added[0, 1, 3, 3].item<float>(), 1e-5);
        Assert.Equal((1 + 2 * (30.0 / 36) + 25.0 / 36) / 4, added[0, 1, 0, 0].item<float>(), 1e-5);
    }
}
