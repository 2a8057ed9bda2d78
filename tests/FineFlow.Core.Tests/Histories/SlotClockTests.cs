using FineFlow.Core.Histories;

namespace FineFlow.Core.Tests.Histories;

public class SlotClockTests
{
    private const long Day = 86_400;

    [Fact]
    public void A_time_says_day_second_and_weekday()
    {
        // 2008-05-17 was a Saturday, the 14,016th day after 1970-01-01.
        var clock = Assert.Single(SlotClock.Of(1, [(14_016 * Day) + (5 * 3600) + 1800], [], _ => 0));

        Assert.Equal(new SlotClock(14_016, 19_800, 5, Holiday: false), clock);
        Assert.Equal(5.5, clock.Hour);
        Assert.True(clock.IsRestDay);
    }

    [Fact]
    public void A_time_before_1970_lies_on_the_day_before()
    {
        var clock = Assert.Single(SlotClock.Of(1, [-3600], [], _ => 0));

        Assert.Equal(new SlotClock(-1, 82_800, 2, Holiday: false), clock);
    }

    [Fact]
    public void A_holiday_is_a_rest_day_whatever_the_weekday()
    {
        var clock = Assert.Single(SlotClock.Of(1, [4 * Day], [20, 5, 1, 0, 1, 8, 1], _ => 0));

        Assert.Equal(0, clock.Weekday);
        Assert.True(clock.IsRestDay);
    }

    [Fact]
    public void Without_times_the_factors_say_hour_and_weekday_and_the_caller_the_day()
    {
        var clocks = SlotClock.Of(2, null, [20, 5, 0, 0, 3, 8, 1, 20, 5, 0, 1, 7, 23, 1], slot => 10 + slot);

        Assert.Equal([new SlotClock(10, 8 * 3600, 2, Holiday: false), new SlotClock(11, 23 * 3600, 6, Holiday: false)], clocks);
    }

    [Theory]
    [InlineData(-1f, 0f)]
    [InlineData(24f, 8f)]
    [InlineData(float.NaN, float.NaN)]
    public void An_hour_or_a_weekday_that_does_not_exist_is_unknown(float hour, float weekday)
    {
        var clock = Assert.Single(SlotClock.Of(1, null, [20, 5, 0, 0, weekday, hour, 1], _ => 0));

        Assert.Equal((SlotClock.Unknown, SlotClock.Unknown), (clock.Second, clock.Weekday));
        Assert.True(double.IsNaN(clock.Hour));
        Assert.False(clock.IsRestDay);
    }

    [Fact]
    public void With_nothing_known_only_the_day_is_there()
    {
        Assert.Equal([new SlotClock(7, SlotClock.Unknown, SlotClock.Unknown, Holiday: false)], SlotClock.Of(1, null, [], _ => 7));
    }
}
