using FineFlow.Core.Histories;

namespace FineFlow.Core.Tests.Histories;

public class HistoryKernelTests
{
    private const int Monday = 0;
    private const int Saturday = 5;

    [Fact]
    public void A_slot_counts_by_its_distance_on_the_clock_around_midnight()
    {
        var kernel = new HistoryKernel(Hours: 1);

        var weights = kernel.Weights([At(9, 23.5)], [At(1, 23.5), At(2, 0.5), At(3, 21.5), At(4, 11.5)]);

        Assert.Equal([1, Math.Exp(-0.5), Math.Exp(-2), Math.Exp(-72)], weights.Select(weight => (double)weight), Near);
    }

    [Fact]
    public void A_slot_of_the_other_kind_of_day_counts_less()
    {
        var weights = new HistoryKernel(Hours: 1, OtherKind: 0.3).Weights(
            [At(9, 8)], [At(1, 8), At(2, 8, Saturday), At(3, 8) with { Holiday = true }]);

        Assert.Equal([1, 0.3, 0.3], weights.Select(weight => (double)weight), Near);
    }

    [Fact]
    public void The_present_slots_own_day_does_not_count()
    {
        var weights = new HistoryKernel().Weights([At(2, 8), At(3, 8)], [At(2, 7), At(2, 9), At(3, 8), At(4, 8)]);

        Assert.Equal([0, 0, 1, 1, 1, 1, 0, 1], weights);
    }

    [Fact]
    public void In_a_history_of_the_own_day_alone_only_the_slot_itself_does_not_count()
    {
        var kernel = new HistoryKernel(RecencyDays: 5);
        Assert.Equal([1, 0, 1], kernel.Weights([At(2, 8)], [At(2, 7), At(2, 8), At(2, 9)]));

        // Without times any of them may be the present slot.
        SlotClock unknown = new(2, SlotClock.Unknown, SlotClock.Unknown, Holiday: false);
        Assert.Equal([0, 0], kernel.Weights([unknown], [unknown, unknown]));
    }

    [Fact]
    public void A_gap_leaves_out_the_days_around_the_own_one_and_the_next_day_is_then_the_newest()
    {
        var weights = new HistoryKernel(RecencyDays: 5).Weights(
            [At(6, 8)], [At(1, 8), At(3, 8), At(4, 8), At(6, 8), At(8, 8), At(9, 8)], gapDays: 2);

        Assert.Equal([Math.Exp(-0.4), 1, 0, 0, 0, 1], weights.Select(weight => (double)weight), Near);
    }

    [Fact]
    public void Old_slots_count_less_and_the_newest_day_whole_however_old_the_history_is()
    {
        var kernel = new HistoryKernel(RecencyDays: 5);
        SlotClock[] past = [At(1, 8), At(6, 8), At(11, 8)];

        Assert.Equal([Math.Exp(-2), Math.Exp(-1), 1], kernel.Weights([At(12, 8)], past).Select(weight => (double)weight), Near);
        Assert.Equal(kernel.Weights([At(12, 8)], past), kernel.Weights([At(500, 8)], past));
    }

    [Fact]
    public void Recency_counts_days_in_both_directions_and_from_the_nearest_other_day()
    {
        var weights = new HistoryKernel(RecencyDays: 5).Weights([At(6, 8)], [At(1, 8), At(6, 9), At(7, 8)]);

        Assert.Equal([Math.Exp(-0.8), 0, 1], weights.Select(weight => (double)weight), Near);
    }

    [Fact]
    public void Where_a_clock_is_unknown_all_times_of_day_count_alike()
    {
        var weights = new HistoryKernel(Hours: 0.35).Weights(
            [At(9, 8), At(9, 8) with { Second = SlotClock.Unknown }], [At(1, 20), At(2, 8) with { Second = SlotClock.Unknown }]);

        Assert.Equal([0, 1, 1, 1], weights.Select(weight => (double)weight), Near);
    }

    private static SlotClock At(int day, double hour, int weekday = Monday) => new(day, (int)(hour * 3600), weekday, Holiday: false);

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;
}
