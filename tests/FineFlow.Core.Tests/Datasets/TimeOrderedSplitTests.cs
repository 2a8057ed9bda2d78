using CsCheck;
using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public class TimeOrderedSplitTests
{
    [Theory]
    [InlineData(3060, 2142, 306, 612)]
    [InlineData(3559, 2491, 355, 713)]
    [InlineData(3792, 2654, 379, 759)]
    [InlineData(4244, 2970, 424, 850)]
    public void The_four_periods_of_TaxiBJ_have_the_sizes_of_the_protocol(int samples, int train, int valid, int test) =>
        Assert.Equal((train, valid, test), new SplitRatio(7, 1, 2).Sizes(samples));

    [Fact]
    public void Sizes_of_the_largest_datasets_do_not_overflow() =>
        Assert.Equal(
            (int.MaxValue / 10 * 7 + 4, int.MaxValue / 10, int.MaxValue - int.MaxValue / 10 * 8 - 4),
            new SplitRatio(7, 1, 2).Sizes(int.MaxValue));

    [Fact]
    public void Samples_keep_their_order_and_none_is_lost_or_doubled() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 5])
            .Where((a, b, c, t, v, s) => (a + b + c) * t >= t + v + s && (a + b + c) * v >= t + v + s)
            .Sample((a, b, c, t, v, s) =>
            {
                var cut = TimeOrderedSplit.Cut(
                    [Numbered("train", 0, a), Numbered("valid", a, b), Numbered("test", a + b, c)], new(t, v, s));

                Assert.Equal(["train", "valid", "test"], cut.Select(split => split.Name));
                Assert.Equal(new SplitRatio(t, v, s).Sizes(a + b + c), (cut[0].Samples, cut[1].Samples, cut[2].Samples));
                var whole = Numbered("train", 0, a + b + c);
                Assert.Equal(whole.Coarse.Values, cut.SelectMany(split => split.Coarse.Values));
                Assert.Equal(whole.Fine.Values, cut.SelectMany(split => split.Fine.Values));
                Assert.Equal(whole.External!.Values, cut.SelectMany(split => split.External!.Values));
                Assert.Equal(whole.Time!, cut.SelectMany(split => split.Time!));
            });

    [Fact]
    public void Channels_stay_with_their_sample()
    {
        FlowSplit TwoChannels(string name, int first) => new(
            name,
            new(new(2, 2, 1, 1), [first, first + 100, first + 1, first + 101]),
            new(new(2, 2, 2, 2), [.. Enumerable.Range(first * 16, 16).Select(value => (float)value)]));

        var cut = TimeOrderedSplit.Cut([TwoChannels("train", 0), TwoChannels("test", 2)], new(2, 1, 1));

        Assert.Equal([1f, 101f], cut[0].Coarse.Sample(1).ToArray());
        Assert.Equal([3f, 103f], cut[2].Coarse.Sample(0).ToArray());
        Assert.Null(cut[0].External);
        Assert.Null(cut[0].Time);
    }

    [Fact]
    public void The_last_days_are_counted_back_from_the_last_slot()
    {
        const int hour = 3600, slots = 60;
        var split = Numbered("train", 0, slots) with { Time = [.. Enumerable.Range(0, slots).Select(slot => (long)slot * hour)] };

        var splits = TimeOrderedSplit.KeepLastDaysOfTrain([split, Numbered("test", slots, 5)], 2);
        var kept = splits[0];

        Assert.Equal(Enumerable.Range(slots - 48, 48).Select(slot => (long)slot * hour), kept.Time!);
        Assert.Equal(split.Coarse.Slice(slots - 48, 48).Values, kept.Coarse.Values);
        Assert.Equal(split.Fine.Slice(slots - 48, 48).Values, kept.Fine.Values);
        Assert.Equal(5, splits[1].Samples);
        var bad = Assert.Throws<BadInputException>(() => TimeOrderedSplit.KeepLastDaysOfTrain([split], 3));
        Assert.Equal("split 'train': 3 days were asked for; 1 to 2 are expected", bad.Message);
        bad = Assert.Throws<BadInputException>(() => TimeOrderedSplit.KeepLastDaysOfTrain([split with { Time = null }], 1));
        Assert.Contains("time.npy", bad.Message, StringComparison.Ordinal);
        bad = Assert.Throws<BadInputException>(() => TimeOrderedSplit.KeepLastDaysOfTrain([split with { Name = "test" }], 1));
        Assert.Contains("split 'train': is not there", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_cells_are_as_many_as_asked_for_always_the_same_and_the_truth_stays()
    {
        var split = new FlowSplit("test", new(new(10, 1, 20, 20), [.. Enumerable.Repeat(7f, 4000)]), new(new(10, 1, 40, 40)));

        var hidden = split.Hide(0.25, seed: 1);

        Assert.InRange(MissingCells.Count(hidden.Mask), 900, 1100);
        Assert.All(hidden.Coarse.Values.Zip(hidden.Mask!.Values), cell => Assert.Equal(7 * cell.Second, cell.First));
        Assert.Same(split.Fine, hidden.Fine);
        Assert.Equal(hidden.Mask.Values, split.Hide(0.25, seed: 1).Mask!.Values);
        Assert.NotEqual(hidden.Mask.Values, split.Hide(0.25, seed: 2).Mask!.Values);
        Assert.Null((split with { Below = 5 }).Hide(0.25, seed: 1).Below);
        Assert.True(MissingCells.Count(hidden.Hide(0.25, seed: 2).Mask) > MissingCells.Count(hidden.Mask));
    }

    [Fact]
    public void Splits_that_overlap_in_time_are_refused()
    {
        var bad = Assert.Throws<BadInputException>(
            () => TimeOrderedSplit.Cut([Numbered("train", 5, 8), Numbered("test", 12, 8)], new(7, 1, 2)));

        Assert.Equal("split 'test': begins before 'train' ends (time.npy); splits in the order of time are expected", bad.Message);
    }

    [Fact]
    public void Too_few_samples_are_refused() =>
        Assert.Equal(
            "ratio 7:1:2: leaves a part of 9 samples empty; more samples are expected",
            Assert.Throws<BadInputException>(() => TimeOrderedSplit.Cut([Numbered("train", 0, 9)], new(7, 1, 2))).Message);

    [Theory]
    [InlineData("7:1")]
    [InlineData("7:1:2:0")]
    [InlineData("7:0:3")]
    [InlineData("-7:1:2")]
    [InlineData("0.7:0.1:0.2")]
    [InlineData("7:1:99999999999")]
    [InlineData("")]
    public void A_ratio_is_three_positive_whole_numbers(string text) =>
        Assert.StartsWith(
            $"option --ratio: '{text}'; ", Assert.Throws<BadInputException>(() => SplitRatio.Parse(text, "option --ratio")).Message);

    [Fact]
    public void A_ratio_reads_back_what_it_writes() => Assert.Equal(new(7, 1, 2), SplitRatio.Parse($"{new SplitRatio(7, 1, 2)}", ""));

    // Every number tells which sample it belongs to.
    private static FlowSplit Numbered(string name, int first, int count)
    {
        float[] Values(int each) => [
            .. Enumerable.Range(first, count).SelectMany(sample => Enumerable.Range(0, each).Select(cell => sample * 100f + cell))];
        return new(
            name,
            new(new(count, 1, 1, 1), Values(1)),
            new(new(count, 1, 2, 2), Values(4)),
            new(Values(TaxiBjColumns.Count)),
            [.. Enumerable.Range(first, count).Select(sample => 1800L * sample)]);
    }
}
