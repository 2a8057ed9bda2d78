using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Torch.Tests.Inference;

public class EvaluationSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_evaluation_in_parts_is_that_of_the_whole(int size)
    {
        var (split, inferred) = (SmallFlows.Split("valid", samples: 7), SmallFlows.Split("valid", samples: 7, seed: 9).Fine);
        inferred.Sample(4)[3] += 1000; // the worst block, in a later part
        inferred.Sample(2).Clear(); // flat blocks
        var (sums, length) = (new EvaluationSums(split.Fine.SampleLength), split.Fine.SampleLength);
        for (var start = 0; start < 7; start += size)
        {
            var count = Math.Min(size, 7 - start);
            var truth = split.Fine.Values.AsSpan(start * length, count * length);
            sums.Add(split.Coarse.Slice(start, count), truth, inferred.Slice(start, count));
        }

        var whole = Evaluation.Compare(split, inferred);
        Assert.Equal(whole, sums.Result());
        Assert.Equal((4, 0), (whole.Conservation.Worst.Sample, whole.Conservation.Worst.Row));
        Assert.NotEqual(0, whole.FlatBlocks);
    }

    [Fact]
    public void A_block_whose_count_is_missing_has_nothing_to_add_up_to()
    {
        var split = SmallFlows.Split("valid", samples: 1);
        var mask = new FlowMaps(split.Coarse.Shape, [.. split.Coarse.Values.Select(_ => 1f)]);
        var inferred = new FlowMaps(split.Fine.Shape, [.. split.Fine.Values]);
        inferred.Values[0] += 1000;
        Assert.False(Evaluation.Compare(split with { Mask = mask }, inferred).Conservation.Conserves);

        mask.Values[0] = 0;
        Assert.True(Evaluation.Compare(split with { Mask = mask }, inferred).Conservation.Conserves);
    }
}
