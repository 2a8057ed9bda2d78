using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Grid;

/// <summary>Creates the description of a gridded dataset.</summary>
internal static class GridDescription
{
    public static DatasetManifest Manifest(
        GridOptions options, UnpackedInputs inputs, BoundingBox box, long firstStart, ExternalTable external) => new()
        {
            Description = options.Kind switch
            {
                GridKind.Events => "Events per cell and slot.",
                GridKind.Trips => "Starts (outflow) and ends (inflow) of trips per cell and slot.",
                _ =>
                    $"Vehicles that leave (outflow) and enter (inflow) a cell in a slot, from positions at most {options.MaxGapSeconds} s "
                    + "apart.",
            },
            Source = Path.GetFileName(inputs.NameOf(inputs.Files[0]))
                + (inputs.Files.Count == 1 ? "" : Invariant($" and {inputs.Files.Count - 1} more files")),
            Split = options.Split.ToString(),
            Channels = options.ChannelNames,
            Units = FormattableString.Invariant($"{Counted(options.Kind)} per cell and {options.SlotMinutes} minutes"),
            SlotMinutes = options.SlotMinutes,
            BoundingBox = box,
            Crs = "EPSG:4326",
            FirstSlot = Clock(firstStart),
            Externals = external.Schema,
        };

    public static GridReport Report(
        GridOptions options, UnpackedInputs inputs, InputTable table, InputColumns columns, RowQuery query, BoundingBox box,
        CountedRows counts, IReadOnlyList<BadRow> badRows, SlotChoice choice, IReadOnlyList<FlowSplit> splits, ExternalTable external,
        TimeSpan elapsed)
    {
        var times = splits.SelectMany(split => split.Time!).ToArray();
        return new()
        {
            Kind = options.Kind,
            Files = [.. table.Files.Select(inputs.NameOf)],
            Columns = [.. columns.All.Select(column => column.Name)],
            ColumnsOfSomeFiles = table.InSomeFiles,
            TimeForm = query.TimeTitle,
            Box = box,
            Rows = counts.Tally.Rows,
            Channels = [.. options.ChannelNames.Select((name, channel) => Channel(name, channel, counts.Tally, splits))],
            ExchangedPlaces = counts.Places.Exchanged,
            BadRows = [.. badRows.Select(row => row with { File = inputs.NameOf(row.File) })],
            Slots = new(times.Length, Clock(times[0]), Clock(times[^1]), choice.Empty, choice.Thin, choice.ClockChange),
            Splits = [.. splits.Select(split => new SplitReport(split.Name, split.Samples, Clock(split.Time![0]), Clock(split.Time[^1])))],
            External = external.Report(times),
            Seconds = elapsed.TotalSeconds,
        };
    }

    private static ChannelReport Channel(string name, int channel, Tally tally, IReadOnlyList<FlowSplit> splits)
    {
        var flow = 0.0;
        foreach (var split in splits)
        {
            for (var sample = 0; sample < split.Samples; sample++)
            {
                foreach (var count in split.Coarse.Map(sample, channel))
                {
                    flow += count;
                }
            }
        }

        var dropped = Enum.GetValues<DropReason>().Skip(1).Where(reason => tally[channel, reason] > 0);
        return new(name, tally[channel, DropReason.None], flow, dropped.ToDictionary(reason => reason, reason => tally[channel, reason]));
    }

    private static string Counted(GridKind kind) => kind switch
    {
        GridKind.Events => "events",
        GridKind.Trips => "trips",
        _ => "vehicles",
    };

    private static DateTime Clock(long second) => new(DateTime.UnixEpoch.AddSeconds(second).Ticks, DateTimeKind.Unspecified);
}
