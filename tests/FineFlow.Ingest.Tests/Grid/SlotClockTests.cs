using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class SlotClockTests
{
    private static readonly ClockChanges NewYork = ClockChanges.Find("America/New_York", DateTimeOffset.UtcNow);

    [Theory]
    [InlineData("2014-07-01T12:15:00Z", "2014-07-01 08:00")]
    [InlineData("2014-01-01T04:59:59Z", "2013-12-31 23:30")]
    [InlineData("2014-03-09T06:59:00Z", "2014-03-09 01:30")]
    [InlineData("2014-03-09T07:00:00Z", "2014-03-09 03:00")]
    [InlineData("2014-11-02T05:59:00Z", "2014-11-02 01:30")]
    [InlineData("2014-11-02T07:00:00Z", "2014-11-02 02:00")]
    [InlineData("2014-11-02T06:00:00Z", null)]
    [InlineData("2014-11-02T06:59:59Z", null)]
    public void Instants_fall_into_the_slot_that_the_citys_clock_shows_for_the_first_time(string instant, string? expected) =>
        AssertSlot(
            new(Half, NewYork, instants: true), DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds(), expected);

    [Theory]
    [InlineData("2014-03-09 01:59", "2014-03-09 01:30")]
    [InlineData("2014-03-09 02:00", null)]
    [InlineData("2014-03-09 02:59", null)]
    [InlineData("2014-03-09 03:00", "2014-03-09 03:00")]
    [InlineData("2014-11-02 00:59", "2014-11-02 00:30")]
    [InlineData("2014-11-02 01:00", null)]
    [InlineData("2014-11-02 01:59", null)]
    [InlineData("2014-11-02 02:00", "2014-11-02 02:00")]
    public void Readings_of_the_clock_have_no_slot_in_the_hours_that_are_skipped_or_shown_twice(string clock, string? expected) =>
        AssertSlot(new(Half, NewYork, instants: false), Seconds(clock), expected);

    [Fact]
    public void A_slot_that_loses_an_hour_is_left_out_whole()
    {
        var clock = new SlotClock(Half with { SlotMinutes = 180 }, NewYork, instants: true);
        AssertSlot(clock, DateTimeOffset.Parse("2014-03-09T05:30:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds(), null);
        AssertSlot(
            clock, DateTimeOffset.Parse("2014-03-09T08:30:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds(), "2014-03-09 03:00");
    }

    [Fact]
    public void Without_a_zone_every_reading_has_its_slot() =>
        AssertSlot(new(Half, changes: null, instants: false), Seconds("2014-03-09 02:10"), "2014-03-09 02:00");

    [Fact]
    public void Every_instant_of_two_years_is_where_the_time_zone_database_puts_it()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        var changes = ClockChanges.Find("Australia/Lord_Howe", DateTimeOffset.UtcNow);
        var start = new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var instant = start; instant < start.AddYears(2); instant = instant.AddMinutes(10))
        {
            var local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
            Assert.Equal(local, DateTime.UnixEpoch.AddSeconds(changes.Local(instant.ToUnixTimeSeconds()).Local));
        }

        // The clock of Lord Howe moves by half an hour.
        Assert.Contains((Seconds("2022-10-02 02:00"), Seconds("2022-10-02 02:30")), changes.Skipped);
        Assert.Contains((Seconds("2022-04-03 01:30"), Seconds("2022-04-03 02:00")), changes.Repeated);
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_refused_by_name() =>
        Assert.Contains(
            "'../etc/passwd'",
            Assert.Throws<BadInputException>(() => ClockChanges.Find("../etc/passwd", DateTimeOffset.UtcNow)).Message,
            StringComparison.Ordinal);

    private static GridOptions Half { get; } = new() { Inputs = [], Kind = GridKind.Events };

    private static void AssertSlot(SlotClock clock, long second, string? expected)
    {
        var reason = clock.Find(second * 1_000_000 + 999_999, out var slot);
        Assert.Equal(expected is null ? DropReason.ClockChange : DropReason.None, reason);
        if (expected is not null)
        {
            Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture), DateTime.UnixEpoch.AddSeconds(clock.Start(slot)));
        }
    }

    private static long Seconds(string clock) =>
        (long)(DateTime.Parse(clock, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalSeconds;
}
