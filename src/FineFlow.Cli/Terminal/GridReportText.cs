using System.Globalization;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Terminal;

/// <summary>The reports of <c>data grid</c> and <c>data weather</c> for people.</summary>
internal static class GridReportText
{
    private const int MostConditions = 12;

    public static void Write(GridReport report)
    {
        Output.Line($"{Count(report.Rows)} rows of {(report.Files.Count == 1 ? report.Files[0] : $"{report.Files.Count} files")} in {Duration.Text(report.Seconds)}; "
            + $"columns {string.Join(", ", report.Columns)}; times as {report.TimeForm}");
        Output.Line(string.Create(
            CultureInfo.InvariantCulture, $"box {report.Box.West},{report.Box.South},{report.Box.East},{report.Box.North} (west, south, east, north)"));
        Tables.Write(["channel", "rows", "what became of them"], "what became of them", report.Channels.SelectMany(Fates));
        if (report.ExchangedPlaces > 0)
        {
            Output.Line($"outside the box, but inside it with longitude and latitude exchanged: {Count(report.ExchangedPlaces)}");
        }

        Tables.Write(
            ["split", "slots", "first", "last"], "split",
            report.Splits.Select(split => (string[])[split.Split, Count(split.Samples), Clock(split.First), Clock(split.Last)]));
        if (report.Slots is { Empty: > 0 } or { Thin: > 0 } or { ClockChange: > 0 })
        {
            Output.Line($"slots left out: {report.Slots.Empty} without rows, {report.Slots.Thin} with too few, {report.Slots.ClockChange} in clock changes");
        }

        foreach (var bad in report.BadRows)
        {
            Output.Line($"{bad}: {bad.Problem.Words()}: {bad.Text}");
        }

        Write(report.External);
    }

    public static void Write(ExternalReport report)
    {
        if (report.Weather is { } weather)
        {
            Output.Line($"weather of {weather}: each slot has the nearest earlier observation"
                + (report.UnreadableTimes > 0 ? $"; {report.UnreadableTimes} without a readable time, dropped" : ""));
            Tables.Write(
                ["", "column", "observations", "refused", "slots filled", "before the first", "oldest"], "column",
                report.Series.Select(series => (string[])
                [
                    series.Name, series.Column ?? "not known, 0", Count(series.Observations), Count(series.Refused), Count(series.FilledSlots),
                    Count(series.SlotsBeforeFirst), Duration.Text(series.OldestHours * 3600),
                ]));
            foreach (var condition in report.Conditions.Take(MostConditions))
            {
                Output.Line($"  {condition.Text}: {condition.Class ?? "no known word, not used"} ({Count(condition.Observations)})");
            }
        }

        if (report.Holidays is { } holidays)
        {
            Output.Line($"holidays of {holidays}: {Count(report.HolidaySlots)} slots"
                + (report.UnreadableDays > 0 ? $"; {report.UnreadableDays} rows without a readable day, dropped" : ""));
        }
    }

    private static IEnumerable<string[]> Fates(ChannelReport channel) =>
    [
        [channel.Channel, Count(channel.Counted), "counted"],
        .. channel.Dropped.Select(reason => (string[])[channel.Channel, Count(reason.Value), reason.Key.Words()]),
    ];

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Clock(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
