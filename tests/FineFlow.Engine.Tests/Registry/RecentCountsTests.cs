using FineFlow.Core;
using FineFlow.Core.Drift;
using FineFlow.Engine.Registry;
using FineFlow.Engine.Tests.Fixtures;

namespace FineFlow.Engine.Tests.Registry;

public sealed class RecentCountsTests
{
    private const int Day = 24;

    private readonly RecentCounts _recent = new(
        CoarseReference.Measure(new(SmallBundles.Coarse(samples: 20 * Day), Time: Hours(20 * Day)), null), slotsPerDay: Day);

    [Fact]
    public void Counts_as_in_training_are_steady_and_few_say_nothing()
    {
        Add(SmallBundles.Coarse(samples: Day / 2, seed: 2));
        Assert.Null(_recent.Drift());
        Add(SmallBundles.Coarse(samples: 7 * Day, seed: 3));
        Assert.Equal(DriftVerdict.Steady, _recent.Drift()!.Verdict);
    }

    [Fact]
    public void Old_counts_fade_and_new_ones_are_found()
    {
        Add(SmallBundles.Coarse(samples: 14 * Day, seed: 2));
        Add(Doubled(samples: 14 * Day));
        var drift = _recent.Drift()!;
        Assert.Equal(DriftVerdict.TrainAgain, drift.Verdict);
        Assert.InRange(drift.Scores.Level, 1.7, 2);
        Assert.InRange(drift.Slots, 6 * Day, 7 * Day); // no more than a week weighs, however many came
    }

    [Fact]
    public void Maps_of_another_size_are_passed_over()
    {
        Add(SmallBundles.Coarse(samples: 14 * Day, side: 2 * SmallBundles.Side));
        Assert.Null(_recent.Drift());
    }

    private void Add(FlowMaps coarse) => _recent.Add(new(coarse, Time: Hours(coarse.Samples)));

    private static FlowMaps Doubled(int samples)
    {
        var maps = SmallBundles.Coarse(samples, seed: 4);
        return new(maps.Shape, Array.ConvertAll(maps.Values, count => 2 * count));
    }

    private static long[] Hours(int count) => [.. Enumerable.Range(0, count).Select(hour => 3600L * hour)];
}
