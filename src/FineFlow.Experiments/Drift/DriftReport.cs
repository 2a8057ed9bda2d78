using FineFlow.Core.Drift;

namespace FineFlow.Experiments.Drift;

/// <summary>Whether coarse maps and answers are like those of training. Serialised, it is drift.json.</summary>
/// <param name="Run">The run or bundle.</param>
/// <param name="Model">The catalog's name of the model.</param>
/// <param name="Source">The coarse maps.</param>
/// <param name="Slots">Their number.</param>
/// <param name="TrainingDays">Days of training that they are compared with.</param>
/// <param name="Verdict">The worst verdict of all measures.</param>
/// <param name="JudgedFrom">The first of the days that are judged together.</param>
/// <param name="JudgedTo">The last one.</param>
/// <param name="JudgedDays">Their number.</param>
/// <param name="Measures">What is measured of these days.</param>
/// <param name="Cells">The coarse cells whose share of all counts has changed most on these days.</param>
/// <param name="Hours">Likewise the hours of the day.</param>
/// <param name="Days">Every day on its own.</param>
/// <param name="CoverageTrend">How the coverage changes over the days; null with fewer than 10 days of intervals.</param>
/// <param name="Notes">What is left out or not known, one sentence each.</param>
internal sealed record DriftReport(
    string Run,
    string Model,
    string Source,
    int Slots,
    int TrainingDays,
    DriftVerdict Verdict,
    string JudgedFrom,
    string JudgedTo,
    int JudgedDays,
    IReadOnlyList<DriftRow> Measures,
    IReadOnlyList<CellShift> Cells,
    IReadOnlyList<HourShift> Hours,
    IReadOnlyList<DriftDay> Days,
    CoverageTrend? CoverageTrend,
    IReadOnlyList<string> Notes);

/// <summary>A measure of the judged days.</summary>
/// <param name="Measure">counts, cells, hours, level, error, loss or coverage.</param>
/// <param name="Value">Its value.</param>
/// <param name="Usual">Its usual value in training or validation; null where unknown.</param>
/// <param name="Score">How far the value is from the usual one; for the first three, the value itself.</param>
/// <param name="WatchFrom">The score from which on it is watched, which training's own days seldom reach.</param>
/// <param name="TrainFrom">The score from which on it says to train again, which none of training's own days reached.</param>
/// <param name="Verdict">The verdict; null where nothing is known to compare with.</param>
/// <param name="Reason">The verdict in words.</param>
internal sealed record DriftRow(
    string Measure,
    double Value,
    double? Usual,
    double? Score,
    double? WatchFrom,
    double? TrainFrom,
    DriftVerdict? Verdict,
    string Reason);

/// <summary>A coarse cell's share of all counts.</summary>
internal sealed record CellShift(int Channel, int Row, int Column, double Then, double Now, double Index);

/// <summary>An hour's share of all counts, each hour counted once.</summary>
internal sealed record HourShift(int Hour, double Then, double Now, double Index);

/// <summary>A day.</summary>
/// <param name="Day">Its date, or its number from 1 where dates are unknown.</param>
/// <param name="Slots">Its slots.</param>
/// <param name="LeftOut">Whether it is not judged, because more than half of its slots are missing.</param>
/// <param name="Counts">See <see cref="DriftScores"/>.</param>
/// <param name="Cells">See <see cref="DriftScores"/>.</param>
/// <param name="Hours">See <see cref="DriftScores"/>.</param>
/// <param name="Level">See <see cref="DriftScores"/>.</param>
/// <param name="Error">Sum of the absolute errors over the true flow; null without truth.</param>
/// <param name="Loss">Negative log-likelihood in nats a unit of flow; null without truth or distribution.</param>
/// <param name="Coverage">Share of the true counts in their 90 % intervals; null likewise.</param>
internal sealed record DriftDay(
    string Day,
    int Slots,
    bool LeftOut,
    double Counts,
    double Cells,
    double? Hours,
    double Level,
    double? Error,
    double? Loss,
    double? Coverage);

/// <summary>A line through the coverage of days.</summary>
/// <param name="PerWeek">Its slope, in shares a week.</param>
/// <param name="StandardError">The standard error of the slope.</param>
internal sealed record CoverageTrend(double PerWeek, double StandardError)
{
    private const int FewestDays = 10, DaysOfWeek = 7;

    /// <summary>Fits the line by least squares; null with too few days.</summary>
    /// <param name="days">Numbers of the days, and the coverage of each.</param>
    public static CoverageTrend? Of(IReadOnlyList<(double Day, double Coverage)> days)
    {
        if (days.Count < FewestDays)
        {
            return null;
        }

        var (middle, mean) = (days.Average(day => day.Day), days.Average(day => day.Coverage));
        var spread = days.Sum(day => (day.Day - middle) * (day.Day - middle));
        var slope = days.Sum(day => (day.Day - middle) * (day.Coverage - mean)) / spread;
        var rest = days.Sum(day => Math.Pow(day.Coverage - mean - (slope * (day.Day - middle)), 2));
        return new(DaysOfWeek * slope, DaysOfWeek * Math.Sqrt(rest / (days.Count - 2) / spread));
    }
}
