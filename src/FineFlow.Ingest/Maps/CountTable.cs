using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Maps;

/// <summary>
/// Reads a table with a row for each slot and cell. Cells without a row in a slot that has others are zeros, since such tables leave zeros
/// out; unless most slots have a row for every cell: then the table leaves nothing out, and the count is missing. A slot without any row
/// is a missing slot.
/// </summary>
internal static class CountTable
{
    /// <summary>
    /// Whether the files are tables of counts by their columns; null where rows with a place may be events as well as counts of cells.
    /// </summary>
    /// <exception cref="BadInputException">A file cannot be read.</exception>
    public static bool? AreCounts(CountRequest request, CancellationToken cancellationToken) =>
        Open(request, (engine, table, _) => CountTableColumns.AreUsual(table), cancellationToken);

    /// <summary>Reads tables.</summary>
    /// <exception cref="BadInputException">A file or a row cannot be read, or the table does not show what its counts are.</exception>
    public static GridCounts Read(CountRequest request, CancellationToken cancellationToken) =>
        Open(request, (engine, table, inputs) => Read(engine, table, request, inputs, cancellationToken), cancellationToken);

    private static T Open<T>(CountRequest request, Func<Engine, InputTable, UnpackedInputs, T> work, CancellationToken cancellationToken)
    {
        using var inputs = UnpackedInputs.Of(request.Inputs, cancellationToken);
        var options = new TableOptions
        {
            ColumnNames = request.ColumnNames,
            Converted = inputs.Converted,
            Meaning = ColumnRole.Meaning,
        };
        return inputs.Named(() => Engine.Read(
            request.Limits, inputs.Files,
            engine => work(engine, InputTable.Open(engine, inputs.Files, options), inputs),
            cancellationToken: cancellationToken));
    }

    private static GridCounts Read(
        Engine engine, InputTable table, CountRequest request, UnpackedInputs inputs, CancellationToken cancellationToken)
    {
        var now = request.TimeProvider.GetUtcNow();
        var columns = CountTableColumns.Settle(engine, table, request);
        var reading = new TimeReading
        {
            Now = now,
            Formats = request.TimeFormats,
            SlotMinutes = request.Slot < ClockChanges.SecondsADay / 60 ? request.Slot : null,
        };
        var times = new TimeFinder(engine, table, columns.Time, reading).Find();
        var query = new CountQuery(table, columns, times);
        var cells = CellNumbers.Of(engine, table, columns, request);
        var clock = new CountClock(times, request, now);
        var scan = new CountScan(engine, table, columns, query, cells, clock);
        var counts = scan.Run(cancellationToken);
        return Describe(inputs.NameOf(table.Title), table, columns, cells, counts, clock, request);
    }

    private static GridCounts Describe(
        string source, InputTable table, CountTableColumns columns, CellNumbers cells, SlotCounts counts, CountClock clock,
        CountRequest request)
    {
        var (starts, channels) = (counts.Times, columns.ChannelCount);
        if (starts.Length == 0)
        {
            throw new BadInputException(table.Title, "has no row with a count");
        }

        var minutes = SlotTimes.Length(table.Title, starts, request.Slot);
        var isPair = columns.Form == PlaceForm.OriginAndDestination;
        string[] notes =
        [
            Invariant($"{starts.Length} slots of {cells.Rows} x {cells.Columns} cells, {Words(columns)}"),
            .. isPair ? [] : Absent(counts, starts.Length),
            .. SlotTimes.Gaps(starts, minutes),
            .. clock.Notes,
        ];
        var array = CountArray.From([starts.Length, channels, cells.Rows, cells.Columns], counts.Join());
        return new(source, new(new(starts.Length, channels, cells.Rows, cells.Columns), array.Values, array.Exact))
        {
            HasChannelAxis = channels > 1,
            Time = starts,
            SlotMinutes = minutes,
            Channels = columns.Channels,
            Box = cells.Box,
            Notes = notes,
        };
    }

    private static string Words(CountTableColumns columns) => columns.Form == PlaceForm.OriginAndDestination
        ? $"the sums of '{columns.Counts[0].Name}' at both ends"
        : $"counts of {string.Join(", ", columns.Counts.Select(column => $"'{column.Name}'"))}";

    private static IEnumerable<string> Absent(SlotCounts counts, int slots)
    {
        if (counts.Absent == 0)
        {
            yield break;
        }

        var leavesZerosOut = 2 * counts.Full <= slots;
        yield return leavesZerosOut
            ? Invariant($"{counts.Absent} cells of slots with other rows have none: their counts are 0")
            : Invariant($"{counts.Absent} cells have no row, where most slots have all: their counts are missing");
        if (!leavesZerosOut)
        {
            counts.MissAbsent();
        }
    }
}
