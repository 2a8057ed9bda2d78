using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models.Histories;

/// <summary>The tensors' shares against sums that are written out here, cell by cell, in float64.</summary>
public class HistorySharesTests
{
    private static readonly FlowSplit Train = HistoryCity.Split(SplitNames.Train, 0, 9, channels: 2);
    private static readonly FlowSplit Valid = HistoryCity.Split(SplitNames.Valid, 9, 1, channels: 2);
    private static readonly FineHistory History = HistoryCity.History(Train);

    public static TheoryData<double, double, double, double> Kernels => new()
    {
        { 1, 0.3, 32, double.PositiveInfinity },
        { 0.7, 0.1, 32, 4.5 },
        { double.PositiveInfinity, 1, 1, 3 },
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_kernels_shares_are_the_written_out_sums(double hours, double otherKind, double strength, double recency)
    {
        using var scope = NewDisposeScope();
        var kernel = new HistoryKernel(hours, otherKind, strength, recency);
        using var tensors = new HistoryTensors(History, CPU);
        SlotClock[] present = [.. HistoryCity.History(Valid).Clocks[..2], History.Clocks[20]];

        var shares = BlockCells.ToMaps(new HistoryShares(tensors, present).By(kernel), HistoryCity.Factor).data<float>().ToArray();

        Assert.Equal(present.SelectMany(clock => WrittenOut(clock, kernel)), shares.Select(share => (double)share), Near);
    }

    [Fact]
    public void Shares_of_a_training_sample_do_not_depend_on_its_own_day()
    {
        using var scope = NewDisposeScope();
        var changed = new FlowMaps(Train.Fine.Shape, [.. Train.Fine.Values]);
        var day = Enumerable.Range(0, History.Slots).Where(slot => History.Clocks[slot].Day == History.Clocks[20].Day).ToList();
        day.ForEach(slot => changed.Sample(slot).Fill(1000));
        var other = new FineHistory(changed, History.Clocks, HistoryCity.Factor);

        var (mine, theirs) = (Six(History), Six(other));

        Assert.All(mine.Zip(theirs), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-5)));

        IReadOnlyList<Tensor> Six(FineHistory history)
        {
            var tensors = new HistoryTensors(history, CPU);
            var batch = FlowBatch.Gather(Train, [20], CPU);
            var present = new PresentSlots([History.Clocks[20]], batch.Coarse, null, null);
            return HistoryPool.LogShares(new(tensors, present.Clocks), history.Days, present);
        }
    }

    [Fact]
    public void With_a_gap_the_shares_are_those_of_a_history_without_these_days()
    {
        using var scope = NewDisposeScope();
        const int gap = 2;
        var kernel = new HistoryKernel(1, 0.3, 32, 4.5);
        var present = History.Clocks[History.Slots / 2];
        int[] kept = [.. Enumerable.Range(0, History.Slots).Where(slot => Math.Abs(History.Clocks[slot].Day - present.Day) > gap)];
        using var whole = new HistoryTensors(History, CPU);
        using var cut = new HistoryTensors(HistoryCity.History(Train.Gather(kept)), CPU);

        var (mine, expected) = new HistoryShares(whole, [present], gap).WithExpected(kernel);
        var (theirs, expectedOfCut) = new HistoryShares(cut, [present]).WithExpected(kernel);

        Assert.True(mine.allclose(theirs, rtol: 1e-5, atol: 1e-6));
        Assert.True(expected.allclose(expectedOfCut, rtol: 1e-5, atol: 1e-6));
        Assert.False(mine.allclose(new HistoryShares(whole, [present]).By(kernel), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void A_missing_cell_says_nothing_about_likeness()
    {
        using var scope = NewDisposeScope();
        using var tensors = new HistoryTensors(History, CPU);
        var coarse = FlowBatch.Gather(Valid, [3], CPU).Coarse;
        var observed = ones_like(coarse);
        observed[0, 1, 2, 3] = 0;
        var other = coarse.clone();
        other[0, 1, 2, 3] = 500;
        var shares = new HistoryShares(tensors, HistoryCity.History(Valid).Clocks[3..4]);
        var kernel = new HistoryKernel(1, 0.3);

        var (whole, local) = shares.ByLikeness(kernel, coarse, observed);
        var (wholeOther, localOther) = shares.ByLikeness(kernel, other, observed);
        var (wholeSeen, localSeen) = shares.ByLikeness(kernel, other, null);

        Assert.True(whole.equal(wholeOther).all().item<bool>() && local.equal(localOther).all().item<bool>());
        Assert.False(whole.allclose(wholeSeen));
        Assert.False(local.allclose(localSeen));
    }

    [Fact]
    public void Likeness_prefers_the_slot_with_the_same_map()
    {
        // The present map is a copy of slot 8's: its weight is the largest, 1, by the map and around every block.
        using var scope = NewDisposeScope();
        using var tensors = new HistoryTensors(History, CPU);
        var coarse = FlowBatch.Gather(Train, [8], CPU).Coarse[0];

        var (whole, local) = Likeness.Weights(tensors.Root, tensors.IsBusy[0], ones(History.Slots), coarse, null);

        Assert.Equal(1, whole[8].item<float>());
        Assert.True((local[8] == 1).all().item<bool>());
        Assert.Equal(1, whole.max().item<float>());
    }

    [Fact]
    public void Shares_of_a_block_add_up_to_one()
    {
        using var scope = NewDisposeScope();
        using var tensors = new HistoryTensors(History, CPU);
        var batch = FlowBatch.Gather(Valid, [0, 3], CPU);
        var clocks = new[] { 0, 3 }.Select(slot => HistoryCity.History(Valid).Clocks[slot]).ToArray();

        var shares = HistoryPool.LogShares(new(tensors, clocks), History.Days, new(clocks, batch.Coarse, null, null));

        Assert.All(shares, logs => Assert.True((logs.exp().sum(2) - 1).abs().max().item<float>() < 1e-5));
    }

    private static IEnumerable<double> WrittenOut(SlotClock clock, HistoryKernel kernel)
    {
        var weights = kernel.Weights([clock], History.Clocks);
        var (fine, coarse) = (Train.Fine, History.Coarse);
        var cells = HistoryCity.Factor * HistoryCity.Factor;
        for (var cell = 0; cell < fine.SampleLength; cell++)
        {
            var (channel, row, column) = (cell / (fine.Rows * fine.Columns), cell / fine.Columns % fine.Rows, cell % fine.Columns);
            var block = (((channel * coarse.Rows) + (row / HistoryCity.Factor)) * coarse.Columns) + (column / HistoryCity.Factor);
            double up = 0, down = 0, all = 0.02, allCoarse = 0.02 * cells;
            for (var slot = 0; slot < History.Slots; slot++)
            {
                var (y, x) = (fine.Sample(slot)[cell], coarse.Sample(slot)[block]);
                (up, down) = (up + (weights[slot] * y), down + (weights[slot] * x));
                if (History.Clocks[slot].Day != clock.Day)
                {
                    (all, allCoarse) = (all + y, allCoarse + x);
                }
            }

            yield return (up + (kernel.Strength * all / allCoarse)) / (down + kernel.Strength);
        }
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-5;
}
