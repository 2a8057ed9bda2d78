using FineFlow.Core.Drift;

namespace FineFlow.Core.Tests.Drift;

public sealed class DriftRuleTests
{
    private const int Seeds = 20;

    [Fact]
    public void Later_days_of_a_city_that_does_not_change_are_no_drift()
    {
        List<DriftVerdict> verdicts = [.. Enumerable.Range(1, Seeds).Select(seed => Verdict(seed, later => later))];
        Assert.DoesNotContain(DriftVerdict.TrainAgain, verdicts);
        Assert.True(verdicts.Count(verdict => verdict == DriftVerdict.Watch) <= Seeds / 10, string.Join(' ', verdicts));
    }

    [Fact]
    public void Half_as_many_counts_again_are_a_drift_of_the_level() =>
        AssertFound(DriftMeasure.Level, later => With(later, counts => [.. counts.Select(count => 1.5f * count)]));

    [Fact]
    public void A_mirrored_map_is_a_drift_of_the_cells_alone()
    {
        AssertFound(DriftMeasure.Cells, Mirror);
        var scores = Scores(1, Mirror);
        Assert.Equal(Scores(1, later => later).Level, scores.Level, 1e-12);
        Assert.Equal(Scores(1, later => later).Hours!.Value, scores.Hours!.Value, 1e-12);

        static FlowInputs Mirror(FlowInputs later) => With(later, counts =>
        [
            .. counts.Chunk(MadeUpCity.Side).SelectMany(row => Enumerable.Reverse(row)),
        ]);
    }

    [Fact]
    public void A_clock_that_is_six_hours_late_is_a_drift_of_the_hours() =>
        AssertFound(DriftMeasure.Hours, later => later with { Time = [.. later.Time!.Select(time => time + (6 * 3600))] });

    [Fact]
    public void An_empty_city_is_a_drift_and_every_score_is_finite()
    {
        var scores = Scores(1, later => With(later, counts => new float[counts.Length]));
        Assert.All(DriftRule.Measures, measure => Assert.True(double.IsFinite(scores.Of(measure) ?? 0), $"{measure}"));
        AssertFound(DriftMeasure.Level, later => With(later, counts => new float[counts.Length]));
    }

    [Fact]
    public void A_part_of_the_day_compares_with_the_same_part_of_training()
    {
        var (train, later) = MadeUpCity.Create(seed: 3);
        int[] night = [.. Enumerable.Range(0, later.Samples).Where(slot => slot % MadeUpCity.SlotsOfDay < 6)];
        var reference = CoarseReference.Measure(train, null);
        var scores = DriftScores.Of(Join(later.Gather(night), reference), reference.Tally());
        Assert.True(scores.Counts < 0.02, $"{scores}");
        Assert.InRange(scores.Level, 0.85, 1.15);
    }

    [Fact]
    public void Hours_that_training_lacks_compare_with_all_of_its_hours()
    {
        var (train, later) = MadeUpCity.Create(seed: 3);
        int[] day = [.. Enumerable.Range(0, train.Samples).Where(slot => slot % MadeUpCity.SlotsOfDay >= 2)];
        var reference = CoarseReference.Measure(train.Gather(day), null);
        var scores = DriftScores.Of(Join(later, reference), reference.Tally());
        Assert.InRange(scores.Counts, 0, 0.1);
        Assert.InRange(scores.Level, 0.5, 1.5);
    }

    [Fact]
    public void Usual_windows_are_days_in_a_row_against_all_others()
    {
        var (train, _) = MadeUpCity.Create(seed: 2);
        List<CountTally> days = [.. CountedDays.Of(train, null, CoarseReference.Measure(train, null).Edges).Whole.Select(day => day.Tally)];
        var scores = Enumerable.Range(0, days.Count - 1).Select(first => DriftScores.Of(
            CountTally.Join(days.Skip(first).Take(2)),
            CountTally.Join(days.Where((_, day) => day < first || day > first + 1)))).ToList();

        var window = UsualWindow.Measure(days).Single(window => window.Days == 2);

        AssertClose(UsualScores.Of(scores.Select(score => score.Cells))!, window.Cells);
        AssertClose(UsualScores.Of(scores.Select(score => score.Counts))!, window.Counts);

        static void AssertClose(UsualScores expected, UsualScores actual)
        {
            Assert.Equal(expected.Typical, actual.Typical, tolerance: 1e-9);
            Assert.Equal(expected.High, actual.High, tolerance: 1e-9);
            Assert.Equal(expected.Largest, actual.Largest, tolerance: 1e-9);
        }
    }

    [Fact]
    public void Missing_counts_are_left_out()
    {
        var (train, later) = MadeUpCity.Create(seed: 4);
        var mask = new FlowMaps(later.Coarse.Shape);
        for (var cell = 0; cell < mask.Values.Length; cell++)
        {
            mask.Values[cell] = cell % 3 == 0 ? 0 : 1;
            later.Coarse.Values[cell] *= mask.Values[cell];
        }

        var reference = CoarseReference.Measure(train, null);
        var scores = DriftScores.Of(Join(later with { Mask = mask }, reference), reference.Tally());
        Assert.True(scores.Counts < 0.1 && scores.Cells < 0.1, $"{scores}");
    }

    [Fact]
    public void A_drift_is_large_and_larger_than_among_days_of_training()
    {
        Assert.Equal(DriftVerdict.TrainAgain, Judge(0.3, largest: 0.2));
        Assert.Equal(DriftVerdict.Steady, Judge(0.3, largest: 0.3));
        Assert.Equal(DriftVerdict.Watch, Judge(0.2, largest: 0.05));
        Assert.Equal(DriftVerdict.Watch, Judge(0.1, largest: 0.05));
        Assert.Equal(DriftVerdict.Steady, Judge(0.09, largest: 0));

        static DriftVerdict Judge(double score, double largest) =>
            DriftRule.Judge(score, DriftRule.WatchIndex, DriftRule.TrainIndex, new(largest, largest, largest));
    }

    private static void AssertFound(DriftMeasure measure, Func<FlowInputs, FlowInputs> change)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            Assert.Equal(DriftVerdict.TrainAgain, Verdict(seed, change, measure));
        }
    }

    private static DriftVerdict Verdict(long seed, Func<FlowInputs, FlowInputs> change, DriftMeasure? of = null)
    {
        var (train, later) = MadeUpCity.Create(seed);
        var reference = CoarseReference.Measure(train, null);
        var scores = DriftScores.Of(Join(change(later), reference), reference.Tally());
        var usual = reference.UsualOf(DriftRule.LongestWindow);
        return of is { } measure ? DriftRule.Judge(measure, scores, usual)!.Value : DriftRule.Judge(scores, usual);
    }

    private static DriftScores Scores(long seed, Func<FlowInputs, FlowInputs> change)
    {
        var (train, later) = MadeUpCity.Create(seed);
        var reference = CoarseReference.Measure(train, null);
        return DriftScores.Of(Join(change(later), reference), reference.Tally());
    }

    /// <summary>Joins the last whole week.</summary>
    private static CountTally Join(FlowInputs inputs, CoarseReference reference) => CountTally.Join(
        CountedDays.Of(inputs, null, reference.Edges).Whole.TakeLast(DriftRule.LongestWindow).Select(day => day.Tally));

    private static FlowInputs With(FlowInputs inputs, Func<float[], float[]> change) =>
        inputs with { Coarse = new(inputs.Coarse.Shape, change(inputs.Coarse.Values)) };
}
