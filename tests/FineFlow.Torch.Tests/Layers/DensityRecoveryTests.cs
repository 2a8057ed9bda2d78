using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Layers;

public class DensityRecoveryTests
{
    /// <summary>Densities from dead and denormal to the largest float32, whose block sums overflow.</summary>
    private static readonly Gen<float> Density = Gen.Frequency(
        (3, Gen.Const(0f)),
        (3, Gen.Float[0, 10]),
        (1, Gen.Float[1e-14f, 1e-11f]),
        (1, Gen.Float[1e-45f, 1e-38f]),
        (1, Gen.Float[1e30f, float.MaxValue]));

    private static readonly Gen<float> Count = Gen.OneOf(Gen.Const(0f), Gen.Float[0, 1], Gen.Float[0, 5000], Gen.Float[0, 1e9f]);

    private static readonly Gen<(FlowMaps Coarse, FlowMaps Density, int Factor)> Cases = CasesOf(Density);

    [Fact]
    public void Block_sums_equal_the_coarse_counts_whatever_the_densities() => Cases.Sample(c =>
    {
        var fine = Maps(c.Density, DensityRecovery.Exact(ToTensor(c.Density), ToTensor(c.Coarse), c.Factor));

        return ConservationResidual.Of(c.Coarse, fine).Conserves && fine.Values.All(value => value >= 0);
    });

    [Fact]
    public void Gradients_are_finite_whatever_the_densities() => Cases.Sample(c =>
    {
        using var scope = NewDisposeScope();
        var density = ToTensor(c.Density).requires_grad_();
        var probe = arange(density.numel(), ScalarType.Float32).reshape(density.shape).sin();

        (DensityRecovery.Exact(density, ToTensor(c.Coarse), c.Factor) * probe).sum().backward();

        return density.grad!.isfinite().all().item<bool>();
    });

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-45f)]
    [InlineData(1e-15f)]
    public void A_dead_block_is_split_evenly_and_pulls_at_nothing(float density)
    {
        using var scope = NewDisposeScope();
        var dead = full(1, 1, 4, 4, density).requires_grad_();

        var fine = DensityRecovery.Exact(dead, full(1, 1, 1, 1, 32f), 4);
        fine.sum().backward();

        Assert.All(fine.data<float>().ToArray(), value => Assert.Equal(2f, value));
        Assert.All(dead.grad!.data<float>().ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Shares_are_those_of_the_densities_even_where_their_sum_overflows()
    {
        using var scope = NewDisposeScope();
        var density = tensor(new[] { 3e38f, 1.5e38f, 0, 1.5e38f }, [1, 1, 2, 2]);

        var fine = DensityRecovery.Exact(density, full(1, 1, 1, 1, 8f), 2);

        Assert.Equal([4, 2, 0, 2], fine.data<float>().ToArray());
    }

    [Fact]
    public void A_density_that_is_no_number_is_not_hidden()
    {
        using var scope = NewDisposeScope();
        var density = ones(1, 1, 2, 4);
        density[0, 0, 0, 0] = float.NaN;

        var fine = DensityRecovery.Exact(density, full(1, 1, 1, 2, 8f), 2).data<float>().ToArray();

        Assert.All([fine[0], fine[1], fine[4], fine[5]], value => Assert.True(float.IsNaN(value)));
        Assert.All([fine[2], fine[3], fine[6], fine[7]], value => Assert.Equal(2, value));
    }

    [Fact]
    public void Each_channel_and_sample_has_its_own_blocks()
    {
        using var scope = NewDisposeScope();
        var density = tensor(new float[] { 1, 0, 0, 0, 0, 3, 1, 0 }, [1, 2, 2, 2]);

        var fine = DensityRecovery.Exact(density, tensor(new float[] { 10, 20 }, [1, 2, 1, 1]), 2);

        Assert.Equal([10, 0, 0, 0, 0, 15, 5, 0], fine.data<float>().ToArray());
    }

    [Fact]
    public void With_an_epsilon_shares_are_the_published_formulas() => CasesOf(Gen.Float[0, 10]).Sample(c =>
    {
        const double Epsilon = 1e-5;
        var fine = Maps(c.Density, DensityRecovery.WithEpsilon(ToTensor(c.Density), ToTensor(c.Coarse), c.Factor, Epsilon));
        var width = c.Density.Columns;

        return Enumerable.Range(0, fine.Values.Length).All(cell =>
        {
            var (map, row, column) = (cell / (width * c.Density.Rows), cell / width % c.Density.Rows, cell % width);
            var block = from r in Enumerable.Range(0, c.Factor)
                        from k in Enumerable.Range(0, c.Factor)
                        let fineRow = row / c.Factor * c.Factor + r
                        let fineColumn = column / c.Factor * c.Factor + k
                        select (double)c.Density.Values[(map * c.Density.Rows + fineRow) * width + fineColumn];
            var x = c.Coarse.Values[(map * c.Coarse.Rows + row / c.Factor) * c.Coarse.Columns + column / c.Factor];
            var expected = c.Density.Values[cell] / (block.Sum() + Epsilon) * x;
            return Math.Abs(fine.Values[cell] - expected) <= 1e-6 * Math.Max(1e-30, expected) * c.Factor;
        });
    });

    [Fact]
    public void With_an_epsilon_a_dead_block_loses_its_flow()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, DensityRecovery.WithEpsilon(zeros(1, 1, 2, 2), full(1, 1, 1, 1, 9f), 2, 1e-5).abs().max().item<float>());
    }

    private static Gen<(FlowMaps Coarse, FlowMaps Density, int Factor)> CasesOf(Gen<float> density) =>
        from factor in Gen.OneOf(Gen.Const(2), Gen.Const(3), Gen.Const(4), Gen.Const(8))
        from coarse in Count.Array[2 * 2 * 3]
        from blocks in BlockOf(density, factor).Array[coarse.Length]
        select (new FlowMaps(new(1, 2, 2, 3), coarse), Tile(blocks, factor), factor);

    /// <summary>A block of mixed densities, or one that is wholly dead.</summary>
    private static Gen<float[]> BlockOf(Gen<float> density, int factor) =>
        Gen.Frequency((4, density.Array[factor * factor]), (1, Gen.Const(new float[factor * factor])));

    private static FlowMaps Tile(float[][] blocks, int factor)
    {
        var maps = new FlowMaps(new(1, 2, 2 * factor, 3 * factor));
        for (var cell = 0; cell < maps.Values.Length; cell++)
        {
            var (map, row, column) = (cell / (maps.Rows * maps.Columns), cell / maps.Columns % maps.Rows, cell % maps.Columns);
            maps.Values[cell] = blocks[(map * 2 + row / factor) * 3 + column / factor][row % factor * factor + column % factor];
        }

        return maps;
    }

    private static Tensor ToTensor(FlowMaps maps) => tensor(maps.Values, [maps.Samples, maps.Channels, maps.Rows, maps.Columns]);

    private static FlowMaps Maps(FlowMaps like, Tensor fine) =>
        new(like.Shape, fine.data<float>().ToArray());
}
