using FineFlow.Core.Datasets;
using FineFlow.Core.Tables;
using FineFlow.Core.Zones;
using FineFlow.Engine.Zones;

namespace FineFlow.Cli.Reports;

/// <summary>What the terminal shows of the flow in zones.</summary>
internal static class ZoneTables
{
    /// <summary>A curve has a block an hour of the day at most.</summary>
    private const int Hours = 24;

    /// <summary>Returns a row for each zone and channel.</summary>
    public static TextTable Summary(ZoneReport report, ZoneTotals totals)
    {
        var curves = totals.Zones.SelectMany((_, zone) => totals.Channels.Select((_, channel) => totals.Of(zone, channel)));
        Column<Row>[] channel = totals.Channels.Count > 1 ? [new("channel", row => row.Zone.Channel)] : [];
        Column<Row>[] errors = report.Zones[0].MeanTruth is null
            ? []
            :
            [
                new("MAE", row => Error(row.Zone.MeanAbsoluteError), Alignment.Right),
                new("even split", row => Error(row.Zone.EvenSplitError), Alignment.Right),
            ];
        return TextTable.Of(
            report.Zones.Zip(curves, (summary, curve) => new Row(summary, curve)),
            [
                new("zone", row => row.Zone.Zone, Wraps: true),
                .. channel,
                new("cells", row => NumberText.Brief(row.Zone.Cells), Alignment.Right),
                new("mean", row => NumberText.Brief(row.Zone.Mean), Alignment.Right),
                new(totals.Time is null ? "all slots" : "mean day", row => Curve(totals.Time, row.Curve)),
                new("busiest", row => row.Zone.BusiestTime is { } time ? LocalClock.Text(time) : Invariant($"slot {row.Zone.BusiestSlot}")),
                new("flow, 90 % interval", row => Interval(row.Zone.Busiest), Alignment.Right),
                .. errors,
            ]);
    }

    /// <summary>Returns what is said below the table of how sure the totals are.</summary>
    public static string Sureness(ZoneReport report) => report switch
    {
        { Coverage: { } share } => $"{NumberText.Share(share)} of the true totals lie in their 90 % intervals",
        { Zones: [{ Busiest.Lower: null }, ..] } => $"no intervals: {report.Model} does not say how sure it is, or counts are not whole",
        _ => "whole blocks add up exactly: only zones that cut them have intervals",
    };

    /// <summary>Returns the mean of each hour of the day; where times are not known, the whole series.</summary>
    private static string Curve(long[]? time, IReadOnlyList<ZoneTotal> totals)
    {
        const int SecondsOfHour = 3600;
        var values = time is null
            ? totals.Select(total => total.Flow)
            : totals.Zip(time).GroupBy(pair => pair.Second / SecondsOfHour % Hours).OrderBy(hour => hour.Key)
                .Select(hour => hour.Average(pair => pair.First.Flow));
        return Sparkline.Of([.. values], Hours);
    }

    private static string Interval(ZoneTotal total) => total is { Lower: { } lower, Upper: { } upper }
        ? $"{NumberText.Brief(total.Flow)}, {NumberText.Range(lower, upper)}"
        : NumberText.Brief(total.Flow);

    private static string Error(double? value) => value is { } error ? NumberText.Brief(error) : "";

    private sealed record Row(ZoneSummary Zone, IReadOnlyList<ZoneTotal> Curve);
}
