namespace FineFlow.Core.Drift;

/// <summary>When a difference to training is a drift: it must be large, and larger than differences among training's own days.</summary>
internal static class DriftRule
{
    /// <summary>The customary bounds of a population stability index.</summary>
    public const double WatchIndex = 0.1, TrainIndex = 0.25;

    /// <summary>The bounds of the level: so many times more or less counts.</summary>
    public const double WatchLevel = 1.2, TrainLevel = 1.4;

    /// <summary>Days that are judged together, so that weekends weigh as in training.</summary>
    public const int LongestWindow = 7;

    /// <summary>All measures, in the order of tables.</summary>
    public static IReadOnlyList<DriftMeasure> Measures { get; } = Enum.GetValues<DriftMeasure>();

    /// <summary>Returns the score from which on a measure is watched, if training's own days stay below.</summary>
    public static double WatchFrom(DriftMeasure measure) => measure == DriftMeasure.Level ? Math.Log(WatchLevel) : WatchIndex;

    /// <summary>Returns the score from which on a measure says to train again, if training's own days stay below.</summary>
    public static double TrainFrom(DriftMeasure measure) => measure == DriftMeasure.Level ? Math.Log(TrainLevel) : TrainIndex;

    /// <summary>Judges a score.</summary>
    /// <param name="score">The score; larger is worse.</param>
    /// <param name="watch">From here on it is watched.</param>
    /// <param name="train">From here on it says to train again.</param>
    /// <param name="usual">The scores of training's own windows; null where training was too short for any.</param>
    public static DriftVerdict Judge(double score, double watch, double train, UsualScores? usual) =>
        score >= train && score > (usual?.Largest ?? 0) ? DriftVerdict.TrainAgain
        : score >= watch && score > (usual?.High ?? 0) ? DriftVerdict.Watch
        : DriftVerdict.Steady;

    /// <summary>Judges a measure of the coarse counts; null where it is not known.</summary>
    public static DriftVerdict? Judge(DriftMeasure measure, DriftScores scores, UsualWindow? usual) => scores.Of(measure) is { } score
        ? Judge(score, WatchFrom(measure), TrainFrom(measure), usual?.Of(measure, scores.Level))
        : null;

    /// <summary>Judges all measures of the coarse counts: the worst counts.</summary>
    public static DriftVerdict Judge(DriftScores scores, UsualWindow? usual) =>
        Measures.Max(measure => Judge(measure, scores, usual) ?? DriftVerdict.Steady);
}

/// <summary>What is to be done.</summary>
internal enum DriftVerdict
{
    /// <summary>As in training.</summary>
    Steady,

    /// <summary>Different, but not by much.</summary>
    Watch,

    /// <summary>So different that the model should be trained again.</summary>
    TrainAgain,
}

/// <summary>The scores of some of training's days against its other days.</summary>
/// <param name="Typical">Their median.</param>
/// <param name="High">95 % of them are no larger.</param>
/// <param name="Largest">The largest.</param>
internal sealed record UsualScores(double Typical, double High, double Largest)
{
    private const double HighShare = 0.95;

    /// <summary>Summarises scores; null where there is none.</summary>
    public static UsualScores? Of(IEnumerable<double> scores)
    {
        double[] sorted = [.. scores.Order()];
        return sorted.Length == 0 ? null : new(At(0.5), At(HighShare), sorted[^1]);

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}

/// <summary>The usual scores of windows of so many days in a row.</summary>
/// <param name="Days">Days of a window.</param>
/// <param name="Counts">See <see cref="DriftScores"/>.</param>
/// <param name="Cells">See <see cref="DriftScores"/>.</param>
/// <param name="More">The logarithm of the level of windows with more counts than the others; 0 for those with fewer.</param>
/// <param name="Fewer">The negative logarithm of the level of windows with fewer counts; 0 for those with more.</param>
/// <param name="Hours">See <see cref="DriftScores"/>; null where hours are unknown.</param>
internal sealed record UsualWindow(
    int Days, UsualScores Counts, UsualScores Cells, UsualScores More, UsualScores Fewer, UsualScores? Hours = null)
{
    /// <summary>Returns the usual scores of a measure; null where they are not known.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="level">The level that is judged: more counts compare with windows of more counts.</param>
    public UsualScores? Of(DriftMeasure measure, double level) => measure switch
    {
        DriftMeasure.Counts => Counts,
        DriftMeasure.Cells => Cells,
        DriftMeasure.Hours => Hours,
        _ => level >= 1 ? More : Fewer,
    };

    /// <summary>
    /// Compares every window of days in a row with all other days. Windows of 1 to 7 days, each length where there are twice as many days.
    /// </summary>
    public static IEnumerable<UsualWindow> Measure(IReadOnlyList<CountTally> days)
    {
        if (days.Count < 2)
        {
            yield break;
        }

        var all = CountTally.Join(days);
        for (var length = 1; length <= Math.Min(DriftRule.LongestWindow, days.Count / 2); length++)
        {
            var scores = Enumerable.Range(0, days.Count - length + 1).Select(start => Against(days, all, start, length)).ToList();
            yield return new(
                length,
                Of(score => score.Counts)!,
                Of(score => score.Cells)!,
                Of(score => Math.Max(0, Math.Log(score.Level)))!,
                Of(score => Math.Max(0, -Math.Log(score.Level)))!,
                Of(score => score.Hours));

            UsualScores? Of(Func<DriftScores, double?> of) => UsualScores.Of(scores.Select(of).OfType<double>());
        }
    }

    private static DriftScores Against(IReadOnlyList<CountTally> days, CountTally all, int start, int length)
    {
        var window = CountTally.Join(days.Skip(start).Take(length));
        var others = all.Empty();
        others.Add(all);
        others.Add(window, weight: -1);
        return DriftScores.Of(window, others);
    }
}
