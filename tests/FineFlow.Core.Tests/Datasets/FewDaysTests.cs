using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Datasets;

public class FewDaysTests
{
    private const int Hour = 3600;

    /// <summary>
    /// On made-up calendars with gaps and parts of days: what is learned and what validates are of the days asked for, each slot once, and
    /// nothing of valid and test is there.
    /// </summary>
    [Fact]
    public void A_run_of_few_days_sees_these_and_no_other_slot()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new RandomStream(seed);
            var data = Calendar(random);
            var whole = WholeDates(data["train"].Time!);
            var days = 1 + random.NextInt(whole.Count);

            var few = FewDays.Of(data, days);

            var (learned, validated) = (few["train"].Time!, few["valid"].Time!);
            Assert.Equal(["train", "valid"], few.Splits.Select(split => split.Name));
            Assert.Equal(
                data["train"].Time!.Where(time => whole.TakeLast(days).Contains(time / LocalClock.Day)).Order(),
                learned.Concat(validated).Order());
            Assert.Empty(learned.Concat(validated).Intersect(data["valid"].Time!.Concat(data["test"].Time!)));
            Assert.True(days == 1 || learned.Max() < validated.Min(), "validates on days before those that it learns");
            Assert.Equal(data.Fingerprint, few.Fingerprint);
            Assert.All(few.Splits, split => Assert.Equal(split.Time!.Select(Count), split.Fine.Values.Chunk(4).Select(cells => cells[0])));
        }
    }

    [Theory]
    [InlineData(1, 18, 6)]
    [InlineData(2, 24, 24)]
    [InlineData(3, 48, 24)]
    [InlineData(7, 120, 48)]
    public void The_newest_quarter_of_the_days_validates(int days, int learned, int validated)
    {
        var few = FewDays.Of(Data(Slots(0, 10 * 24)), days);

        Assert.Equal((learned, validated), (few["train"].Samples, few["valid"].Samples));
    }

    [Fact]
    public void A_part_of_a_date_is_no_day()
    {
        var few = FewDays.Of(Data(Slots(0, (3 * 24) + 11)), 1);

        Assert.All(few.Splits.SelectMany(split => split.Time!), time => Assert.Equal(2, time / LocalClock.Day));
    }

    [Fact]
    public void Days_that_are_not_there_or_not_known_are_refused()
    {
        var data = Data(Slots(0, (3 * 24) + 11));

        Assert.Equal(
            "split 'train': 4 days were asked for, and it has 3 whole ones; 1 to 3 are expected",
            Assert.Throws<BadInputException>(() => FewDays.Of(data, 4)).Message);
        Assert.Equal(
            "split 'train': has no times (time.npy); its last days are not known",
            Assert.Throws<BadInputException>(() => FewDays.Of(Data(null), 1)).Message);
        Assert.Equal(
            "split 'train': its last 1 whole days have 3 slots; at least 4 are expected",
            Assert.Throws<BadInputException>(() => FewDays.Of(Data([0, 8 * Hour, 16 * Hour]), 1)).Message);
    }

    /// <summary>Hourly slots of some days, a few of which are missing, cut into the splits in the middle of days.</summary>
    private static FlowDataset Calendar(RandomStream random)
    {
        long[] slots = [.. Slots(random.NextInt(24), 24 * (4 + random.NextInt(20))).Where(_ => random.NextInt(20) > 0)];
        var (valid, test) = (slots.Length * 3 / 5, slots.Length * 4 / 5);
        return Data(slots[..valid], slots[valid..test], slots[test..]);
    }

    private static List<long> WholeDates(long[] times)
    {
        var dates = times.CountBy(time => time / LocalClock.Day).OrderBy(date => date.Key).ToList();
        var fullest = dates.Max(date => date.Value);
        return [.. dates.Where(date => date.Value * 2 >= fullest).Select(date => date.Key)];
    }

    private static long[] Slots(int first, int count) => [.. Enumerable.Range(first, count).Select(slot => (long)slot * Hour)];

    private static FlowDataset Data(long[]? train, long[]? valid = null, long[]? test = null)
    {
        FlowSplit[] splits = [Split("train", train), Split("valid", valid ?? [Hour * 100_000]), Split("test", test ?? [Hour * 200_000])];
        return new("city", new(), splits, "fingerprint", []);
    }

    /// <summary>Every map tells which slot it belongs to.</summary>
    private static FlowSplit Split(string name, long[]? times)
    {
        var samples = times?.Length ?? 48;
        float[] counts = [.. Enumerable.Range(0, samples).Select(slot => times is null ? 1 : Count(times[slot]))];
        return new(
            name,
            new(new(samples, 1, 1, 1), [.. counts.Select(count => 4 * count)]),
            new(new(samples, 1, 2, 2), [.. counts.SelectMany(count => Enumerable.Repeat(count, 4))]),
            Time: times);
    }

    private static float Count(long time) => time / Hour;
}
