using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Whether two models differ by more than the choice of test days explains: the paired bootstrap (Efron and Tibshirani 1993, chapters
/// 13 and 16) over whole days, since slots of one day err together. Several seeds of a model go in as their
/// <see cref="ErrorBreakdown.Mean"/>.
/// </summary>
internal static class PairedBootstrap
{
    /// <summary>Random choices of days.</summary>
    public const int Resamples = 10_000;

    /// <summary>With fewer days, nothing can be said.</summary>
    public const int FewestDays = 5;

    private const long Seed = 1993;
    private const double Tail = 0.025;

    /// <summary>Returns why there can be no interval for a breakdown; null where there can.</summary>
    /// <param name="errors">One of the two breakdowns.</param>
    /// <param name="slotsPerDay">Slots of a day, for consecutive samples of which neither time nor day of the week is known.</param>
    public static string? Obstacle(ErrorBreakdown errors, int? slotsPerDay = null)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Time is null && errors.Weekdays is null && slotsPerDay is null)
        {
            return "the days of the samples are unknown (the dataset has neither time.npy nor external factors nor slot_minutes)";
        }

        var days = DaysOf(errors, slotsPerDay).Distinct().Count();
        return days < FewestDays ? Invariant($"the split has {days} {(days == 1 ? "day" : "days")}; ")
            + Invariant($"an interval needs at least {FewestDays}") : null;
    }

    /// <summary>Differences b - a with 95 % intervals and two-sided p values. The same input always gives the same result.</summary>
    /// <param name="a">The first model's errors.</param>
    /// <param name="b">The other model's errors on the same split.</param>
    /// <param name="slotsPerDay">Slots of a day. Where days are unknown, so many consecutive samples stand for a day.</param>
    /// <exception cref="BadInputException">The breakdowns are of different maps, the days are unknown, or there are too few.</exception>
    public static PairedComparison Compare(ErrorBreakdown a, ErrorBreakdown b, int? slotsPerDay = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!a.IsOfSameSplitAs(b))
        {
            throw new BadInputException("comparison", "the models were measured on different maps");
        }

        if (Obstacle(a, slotsPerDay) is { } obstacle)
        {
            throw new BadInputException("comparison", obstacle);
        }

        var days = DayDifferences.Of(a, b, DaysOf(a, slotsPerDay));
        var resampled = MetricCatalog.All.ToDictionary(metric => metric, _ => new double[Resamples]);
        var (random, chosen) = (new RandomStream(Seed), new DayDifferences());
        for (var resample = 0; resample < Resamples; resample++)
        {
            chosen.Clear();
            for (var draw = 0; draw < days.Length; draw++)
            {
                chosen.Add(days[random.NextInt(days.Length)]);
            }

            foreach (var (metric, values) in resampled)
            {
                values[resample] = chosen.Of(metric);
            }
        }

        var whole = new DayDifferences();
        Array.ForEach(days, whole.Add);
        return new(days.Length, resampled
            .Where(metric => metric.Value.All(double.IsFinite))
            .Select(metric => (metric.Key, Judge(whole.Of(metric.Key), metric.Value, days.Length))));
    }

    private static MetricDifference Judge(double difference, double[] resampled, int days)
    {
        var widening = Widening(days);
        var spread = Array.ConvertAll(resampled, value => difference + widening * (value - difference));
        Array.Sort(spread);
        var tail = (int)(Tail * (spread.Length + 1)) - 1;
        var beyond = Math.Min(spread.Count(value => value <= 0), spread.Count(value => value >= 0));
        return new(difference, spread[tail], spread[^(tail + 1)], Math.Min(1, 2.0 * (beyond + 1) / (spread.Length + 1)));
    }

    /// <summary>
    /// Returns the factor by which the interval of n days must be wider. Resampled means spread normally with (n - 1) / n of the variance
    /// of the mean, which itself spreads by Student's t (Hesterberg 2015, the expanded percentile interval). The t quantile is formula
    /// 26.7.5 of Abramowitz and Stegun.
    /// </summary>
    private static double Widening(int days)
    {
        const double z = 1.959964, first = (z * z + 1) / 4, second = (5 * z * z * z * z + 16 * z * z + 3) / 96;
        var freedom = days - 1.0;
        return (1 + first / freedom + second / (freedom * freedom)) * Math.Sqrt(days / freedom);
    }

    private static long[] DaysOf(ErrorBreakdown errors, int? slotsPerDay) =>
        SlotCalendar.DaysOf(errors.Samples, errors.Time, errors.Weekdays, slotsPerDay)!;
}
