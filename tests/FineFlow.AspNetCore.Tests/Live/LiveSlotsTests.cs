using System.Globalization;
using FineFlow.AspNetCore.Live;
using FineFlow.Core;
using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Tests.Live;

/// <summary>Slots of half an hour on a grid of 2 x 3 coarse cells, at noon of 2 March 2026 by the server's clock.</summary>
public class LiveSlotsTests
{
    private static readonly FlowShape Shape = new(1, 1, 2, 3);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly LiveSlots _slots = new(Shape, 30, new Clock());

    /// <summary>In any order and with any repetition, as a broker may deliver them, the counts are those of each message once.</summary>
    [Fact]
    public void Every_message_counts_once_in_whatever_order_it_comes()
    {
        var messages = Enumerable.Range(0, 60).Select(id => Sensor($"{id}", Time(9, id), row: id % 2, column: id % 3, id)).ToArray();
        var deliveries = messages.Concat(messages).Concat(messages[..30]).ToArray();
        new Random(7).Shuffle(deliveries);

        var outcomes = deliveries.Select(_slots.Add).ToList();
        var slots = _slots.TakeChanged();

        Assert.Equal((60, 90), (outcomes.Count(Is(CountOutcome.Counted)), outcomes.Count(Is(CountOutcome.Repeated))));
        Assert.Equal([Time(9, 0), Time(9, 30)], slots.Select(slot => slot.Start));
        Assert.Equal(Enumerable.Range(0, 30).Sum(), slots[0].ToRequest().Coarse.Values.Sum());
        Assert.Equal(Enumerable.Range(30, 30).Sum(), slots[1].ToRequest().Coarse.Values.Sum());
        Assert.Empty(_slots.TakeChanged());

        static Func<CountOutcome, bool> Is(CountOutcome outcome) => other => other == outcome;
    }

    [Fact]
    public void Cells_without_a_message_are_missing_and_a_count_of_0_is_a_count()
    {
        _slots.Add(Sensor("a", Time(9, 5), 1, 2, 0));
        _slots.Add(Map("b", Time(9, 10), [[4, null, null], [null, 2.5, null]]));
        _slots.Add(Map("c", Time(9, 29), [[1, null, null], [null, null, 6]]));

        var request = Assert.Single(_slots.TakeChanged()).ToRequest();

        Assert.Equal([5, 0, 0, 0, 2.5f, 6], request.Coarse.Values);
        Assert.Equal([1, 0, 0, 0, 1, 1], request.Mask!.Values);
        Assert.Equal(new DateTime(2026, 3, 2, 9, 0, 0), request.Time);
    }

    /// <summary>
    /// The same moment told on clocks of two zones is one slot; the hour that comes twice when a clock is set back is two.
    /// </summary>
    [Fact]
    public void Slots_are_moments_whatever_the_clock_that_tells_them()
    {
        _slots.Add(Sensor("a", new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1)), 0, 0, 1));
        _slots.Add(Sensor("b", new(2026, 3, 2, 8, 10, 0, TimeSpan.Zero), 0, 0, 2));
        _slots.Add(Sensor("a", new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), 0, 0, 4));

        Assert.Equal([3, 4], _slots.TakeChanged().Select(slot => slot.ToRequest().Coarse.Values[0]));
    }

    [Fact]
    public void A_clock_that_is_far_ahead_is_refused_and_makes_no_others_late()
    {
        _slots.Add(Sensor("a", Now + TimeSpan.FromMinutes(29), 0, 0, 1));
        Assert.Equal("slot", Assert.Throws<BadInputException>(() => _slots.Add(Sensor("b", Now.AddYears(1), 0, 0, 1))).InputSource);
        Assert.Equal(CountOutcome.Counted, _slots.Add(Sensor("b", Now, 0, 0, 1)));
    }

    [Fact]
    public void Slots_that_are_no_longer_kept_are_late_and_stay_so()
    {
        var first = Now.AddDays(-10);
        for (var slot = 0; slot <= LiveSlots.Kept; slot++)
        {
            Assert.Equal(CountOutcome.Counted, _slots.Add(Sensor("a", first.AddMinutes(30 * slot), 0, 0, 1)));
        }

        Assert.Equal(CountOutcome.Late, _slots.Add(Sensor("a", first, 0, 0, 1)));
        Assert.Equal(CountOutcome.Late, _slots.Add(Sensor("b", first.AddDays(-1), 0, 0, 1)));
        Assert.Equal(CountOutcome.Repeated, _slots.Add(Sensor("a", first.AddMinutes(30), 0, 0, 1)));
        Assert.Equal(LiveSlots.Kept, _slots.TakeChanged().Count);
    }

    [Fact]
    public void More_messages_than_are_kept_are_refused_and_those_before_still_known()
    {
        for (var id = 0; id < LiveSlots.MaxMessages; id++)
        {
            _slots.Add(new((UInt128)id, Now, [0], [1]));
        }

        Assert.Throws<RefusedException>(() => _slots.Add(new(UInt128.MaxValue, Now, [0], [1])));
        Assert.Equal(CountOutcome.Repeated, _slots.Add(new(5, Now, [0], [1])));
        Assert.Equal(LiveSlots.MaxMessages, Assert.Single(_slots.TakeChanged()).ToRequest().Coarse.Values[0]);
    }

    private static DateTimeOffset Time(int hour, int minute) => new(2026, 3, 2, hour, minute, 0, TimeSpan.Zero);

    private static CountMessage Sensor(string id, DateTimeOffset time, int row, int column, double value) => CountMessage.Of(
        new(id, Text(time)) { Value = value, Row = row, Column = column }, Shape);

    private static CountMessage Map(string id, DateTimeOffset time, double?[][] coarse)
    {
        var values = coarse.SelectMany(row => row).Select(value => value ?? double.NaN).ToArray();
        return CountMessage.Of(new(id, Text(time)) { Coarse = new([2, 3], values) }, Shape);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
