using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class SplitRuleTests
{
    [Theory]
    [InlineData(3060, 2142, 306, 612)]
    [InlineData(3559, 2491, 355, 713)]
    [InlineData(4244, 2970, 424, 850)]
    public void Seven_one_two_rounds_down_and_gives_the_rest_to_the_test(int slots, int train, int valid, int test)
    {
        var parts = new SplitRule().Cut([.. Enumerable.Range(0, slots).Select(i => (long)i)]);
        Assert.Equal(
            [("train", ..train), ("valid", train..(train + valid)), ("test", (slots - test)..slots)],
            parts.Select(part => (part.Name, part.Slots)));
    }

    [Fact]
    public void A_share_of_nothing_gets_nothing_even_by_rounding()
    {
        long[] starts = [0, 1, 2, 3, 4];
        Assert.Equal([("train", ..2), ("valid", 2..5)], new SplitRule { Train = 1, Valid = 1, Test = 0 }.Cut(starts));
        Assert.Equal([("train", ..5)], new SplitRule { Train = 1, Valid = 0, Test = 0 }.Cut(starts));
        Assert.Equal([("test", ..5)], new SplitRule { Train = 0, Valid = 0, Test = 1 }.Cut(starts));
    }

    [Fact]
    public void Given_days_cut_at_their_midnight()
    {
        var noon = new DateTime(2024, 1, 1, 12, 0, 0);
        long[] starts = [.. Enumerable.Range(0, 6).Select(half => (long)(noon.AddHours(12 * half) - DateTime.UnixEpoch).TotalSeconds)];
        var rule = new SplitRule { ValidFrom = new(2024, 1, 2), TestFrom = new(2024, 1, 4) };
        Assert.Equal([("train", ..1), ("valid", 1..5), ("test", 5..6)], rule.Cut(starts));
        Assert.Contains("none for test", Assert.Throws<BadInputException>(() => rule.Cut(starts[..4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_slots_are_refused() =>
        Assert.Contains(
            "none for valid",
            Assert.Throws<BadInputException>(() => new SplitRule().Cut([.. Enumerable.Range(0, 9).Select(i => (long)i)])).Message,
            StringComparison.Ordinal);
}
