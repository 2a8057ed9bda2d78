using FineFlow.Core.Sampling;
using FineFlow.Torch.Continual.Replay;
using FineFlow.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Continual;

public sealed class MapAugmentationTests : IDisposable
{
    private const int Samples = 4;
    private static readonly int[] Partners = [2, 0, 3, 1];
    private static readonly MapWindow Window = new(1, 2, 5, 4);
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PairedMaps _maps;

    public MapAugmentationTests()
    {
        var batch = FlowBatch.Gather(SmallFlows.Split("train", Samples, channels: 2), [0, 1, 2, 3], CPU);
        var fine = TensorData.From(SmallFlows.Split("train", Samples, channels: 2).Fine.Values, 4, 2, 32, 32);
        _maps = new(batch.Coarse, fine);
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Mixing_keeps_coarse_counts_the_sums_of_their_blocks()
    {
        AssertSums(_maps);
        PairedMaps[] augmented =
        [
            _maps.MixUp(Partners, 0.3),
            _maps.CutMix(Partners, Window),
            _maps.CutMixUp(Partners, 0.3, Window, intoMixed: true),
            _maps.CutMixUp(Partners, 0.3, Window, intoMixed: false),
            _maps.Blend(0.7),
        ];
        Assert.All(augmented, maps =>
        {
            AssertSums(maps);
            Assert.NotEqual(Numbers(_maps.Coarse), Numbers(maps.Coarse));
            Assert.Null(maps.Counted);
        });
    }

    [Fact]
    public void Each_augmentation_takes_each_cell_from_where_its_definition_says()
    {
        var (own, partner) = (_maps.Coarse, _maps.Coarse.index_select(0, tensor(new long[] { 2, 0, 3, 1 })));
        var mixed = own * 0.3 + partner * 0.7;
        var inside = zeros(8, 8);
        inside.narrow(0, 1, 5).narrow(1, 2, 4).fill_(1);

        AssertNear(mixed, _maps.MixUp(Partners, 0.3).Coarse);
        AssertNear(where(inside > 0, partner, own), _maps.CutMix(Partners, Window).Coarse);
        AssertNear(where(inside > 0, own, mixed), _maps.CutMixUp(Partners, 0.3, Window, intoMixed: true).Coarse);
        AssertNear(where(inside > 0, mixed, own), _maps.CutMixUp(Partners, 0.3, Window, intoMixed: false).Coarse);
        AssertNear(own * 0.7, _maps.Blend(0.7).Coarse);
    }

    [Fact]
    public void Cutting_out_changes_coarse_maps_only()
    {
        var counted = ones(Samples, 1, 8, 8);
        counted[1, 0, 2, 3] = tensor(0f);

        var cut = _maps.CutOut(counted);

        Assert.Equal(Numbers(_maps.Fine), Numbers(cut.Fine));
        Assert.Equal(Numbers(_maps.Coarse * counted), Numbers(cut.Coarse));
        Assert.Equal(Numbers(counted), Numbers(cut.Counted!));
    }

    [Fact]
    public void All_five_kinds_are_drawn_and_the_same_numbers_give_the_same_maps()
    {
        var draws = Enumerable.Range(0, 200).Select(seed => MapAugmentation.Apply(_maps, new RandomStream(seed))).ToList();
        var again = MapAugmentation.Apply(_maps, new RandomStream(17));

        Assert.Equal(Numbers(draws[17].Coarse), Numbers(again.Coarse));
        Assert.InRange(draws.Count(maps => maps.Counted is not null), 20, 60);
        var scaled = draws.Count(maps => maps.Counted is null && IsScaled(maps));
        Assert.InRange(scaled, 20, 60);
        Assert.All(draws.Where(maps => maps.Counted is null), AssertSums);
    }

    private bool IsScaled(PairedMaps maps)
    {
        var share = maps.Coarse.sum().item<float>() / _maps.Coarse.sum().item<float>();
        return share < 0.9999 && maps.Coarse.allclose(_maps.Coarse * share, rtol: 1e-4, atol: 1e-3);
    }

    private static void AssertSums(PairedMaps maps) =>
        AssertNear(maps.Coarse, maps.Fine.reshape(Samples, 2, 8, 4, 8, 4).sum([3, 5]));

    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, rtol: 1e-5, atol: 1e-3), $"{(expected - actual).abs().max().item<float>()}");

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
