using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Reports;

/// <summary>The reports of <c>data grid</c> and <c>data weather</c> for people.</summary>
internal static class GridReportText
{
    private const int MostConditions = 12;

    public static void Write(GridReport report)
    {
        var files = report.Files.Count == 1 ? report.Files[0] : $"{report.Files.Count} files";
        Output.Line($"{NumberText.Whole(report.Rows)} rows of {files} in {NumberText.Duration(report.Seconds)}; "
            + $"columns {string.Join(", ", report.Columns)}; times as {report.TimeForm}");
        if (report.ColumnsOfSomeFiles.Count > 0)
        {
            Output.Line($"only some of the files have {string.Join(", ", report.ColumnsOfSomeFiles)}: not read");
        }

        Output.Line(Invariant(
            $"box {report.Box.West},{report.Box.South},{report.Box.East},{report.Box.North} (west, south, east, north)"));
        TerminalTable.Write(TextTable.Of(
            report.Channels.SelectMany(Fates),
            [
                new("channel", fate => fate.Channel),
                new("rows", fate => NumberText.Whole(fate.Rows)),
                new("what became of them", fate => fate.Words, Wraps: true),
            ]));
        if (report.ExchangedPlaces > 0)
        {
            Output.Line("outside the box, but inside it with longitude and latitude exchanged: "
                + NumberText.Whole(report.ExchangedPlaces));
        }

        TerminalTable.Write(TextTable.Of(
            report.Splits,
            [
                new("split", split => split.Split, Wraps: true),
                new("slots", split => NumberText.Whole(split.Samples)),
                new("first", split => Clock(split.First)),
                new("last", split => Clock(split.Last)),
            ]));
        if (report.Slots is { Empty: > 0 } or { Thin: > 0 } or { ClockChange: > 0 })
        {
            Output.Line($"slots left out: {report.Slots.Empty} without rows, {report.Slots.Thin} with too few, "
                + $"{report.Slots.ClockChange} in clock changes");
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
            TerminalTable.Write(TextTable.Of(
                report.Series,
                [
                    new("", series => series.Name),
                    new("column", series => series.Column ?? "not known, 0", Wraps: true),
                    new("observations", series => NumberText.Whole(series.Observations)),
                    new("refused", series => NumberText.Whole(series.Refused)),
                    new("slots filled", series => NumberText.Whole(series.FilledSlots)),
                    new("before the first", series => NumberText.Whole(series.SlotsBeforeFirst)),
                    new("oldest", series => NumberText.Duration(series.OldestHours * 3600)),
                ]));
            foreach (var condition in report.Conditions.Take(MostConditions))
            {
                Output.Line($"  {condition.Text}: {condition.Class ?? "no known word, not used"} "
                    + $"({NumberText.Whole(condition.Observations)})");
            }
        }

        if (report.Holidays is { } holidays)
        {
            Output.Line($"holidays of {holidays}: {NumberText.Whole(report.HolidaySlots)} slots"
                + (report.UnreadableDays > 0 ? $"; {report.UnreadableDays} rows without a readable day, dropped" : ""));
        }
    }

    private static IEnumerable<(string Channel, long Rows, string Words)> Fates(ChannelReport channel) =>
    [
        (channel.Channel, channel.Counted, "counted"),
        .. channel.Dropped.Select(reason => (channel.Channel, reason.Value, reason.Key.Words())),
    ];

    private static string Clock(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
