using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;

namespace FineFlow.Core.Tests.Histories;

public class FineHistoryTests
{
    private static readonly FlowMaps Fine = new(new(3, 1, 2, 2), [1, 2, 3, 4, 0, 0, 0, 5, 6, 0, 0, 0]);

    [Fact]
    public void Coarse_counts_are_block_sums_and_days_come_from_the_times()
    {
        var split = new FlowSplit("train", new(new(3, 1, 1, 1), [10, 5, 6]), Fine, Time: [0, 86_400 - 1, 3 * 86_400]);

        var history = FineHistory.Of(split, factors: true, slotsPerDay: 24);

        Assert.Equal([10, 5, 6], history.Coarse.Values);
        Assert.Equal((0, 3, 4, 2), (history.FirstDay, history.LastDay, history.Days, history.Factor));
    }

    [Fact]
    public void Without_times_days_are_counted_by_slots()
    {
        var split = new FlowSplit("train", new(new(3, 1, 1, 1), [10, 5, 6]), Fine);

        Assert.Equal([0, 0, 1], FineHistory.Of(split, factors: true, slotsPerDay: 2).Clocks.Select(clock => clock.Day));
    }

    [Fact]
    public void Later_days_are_cut_off_but_never_the_first()
    {
        var history = new FineHistory(Fine, [Day(2), Day(1), Day(3)], 2);

        Assert.Same(history, history.UpTo(3));
        Assert.Equal([10, 5], history.UpTo(2).Coarse.Values);
        Assert.Equal([5], history.UpTo(-100).Coarse.Values);
    }

    [Fact]
    public void A_history_covers_the_times_that_it_has_whatever_was_counted_then()
    {
        var history = new FineHistory(Fine, [Day(2), Day(1), Day(3)], 2);
        Assert.True(history.Covers(history.UpTo(2)));
        Assert.True(history.Covers(new FineHistory(Fine, [Day(1), Day(3), Day(2)], 2)));
        Assert.False(history.UpTo(2).Covers(history));
        Assert.False(history.Covers(new FineHistory(Fine, [Day(1), Day(2), new(3, 60, 0, Holiday: false)], 2)));
    }

    [Fact]
    public void A_history_needs_a_slot_and_a_clock_for_each()
    {
        Assert.Throws<ArgumentException>(() => new FineHistory(Fine, [Day(1)], 2));
        Assert.Throws<ArgumentException>(() => new FineHistory(new FlowMaps(new(0, 1, 2, 2)), [], 2));
    }

    private static SlotClock Day(int day) => new(day, 0, 0, Holiday: false);
}
