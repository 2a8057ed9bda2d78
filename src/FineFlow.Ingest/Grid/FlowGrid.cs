using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Counts events, trips or vehicles' positions in the cells of a grid and the slots of the local clock. Fine maps hold whole numbers, and
/// coarse maps are their exact block sums. In every channel, each row of the input is either counted or reported as dropped.
/// </summary>
public static class FlowGrid
{
    private const int MostBadRows = 20;

    /// <summary>Counts and writes a dataset folder.</summary>
    /// <param name="folder">The folder, see <see cref="DatasetFolder.Write"/>.</param>
    /// <param name="options">Input, grid, slots and splits.</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <param name="name">The dataset's name; by default that of the folder.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the work before anything is written.</param>
    /// <exception cref="BadInputException">An option or the input is invalid, or the folder cannot be written.</exception>
    public static GridReport Write(
        string folder, GridOptions options, bool overwrite = false, string? name = null, IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        DatasetFolder.CheckPlace(folder, overwrite);
        var flow = Build(options, progress, cancellationToken);
        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        DatasetFolder.Write(folder, flow.Manifest with { Name = name }, flow.Splits, overwrite);
        return flow.Report;
    }

    /// <summary>Counts into memory.</summary>
    /// <param name="options">Input, grid, slots and splits.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Splits with fine maps [n, C, rows, columns], coarse maps at 1/N of the size, external factors and times.</returns>
    /// <exception cref="BadInputException">An option or the input is invalid.</exception>
    public static GriddedFlow Build(
        GridOptions options, IProgress<GridProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var watch = Stopwatch.StartNew();
        var now = options.TimeProvider.GetUtcNow();
        var changes = options.Zone is { } zone ? ClockChanges.Find(zone, now) : null;
        var external = ExternalTable.Read(options.External, options.Limits, changes, now);
        return GridInput.Read(
            options,
            (engine, inputs, table) =>
                Count(engine, inputs, table, options, external, changes, now, progress, watch, cancellationToken),
            cancellationToken);
    }

    private static GriddedFlow Count(
        Engine engine, UnpackedInputs inputs, InputTable table, GridOptions options, ExternalTable external, ClockChanges? changes,
        DateTimeOffset now, IProgress<GridProgress>? progress, Stopwatch watch, CancellationToken cancellationToken)
    {
        var columns = ColumnGuess.Settle(options.Kind, engine, table, options.Columns);
        var reading = new TimeReading
        {
            Now = now,
            Formats = options.TimeFormats,
            Clock = options.Clock,
            SlotMinutes = options.SlotMinutes < ClockChanges.SecondsADay / 60 ? options.SlotMinutes : null,
        };
        var query = RowQuery.Of(engine, table, columns, reading);
        var isStandard = options.Clock == InputClock.Standard && !query.AreInstants;
        var instants = AreInstants(options, query, changes);
        var clock = new SlotClock(options, changes, instants) { IsStandard = isStandard };
        var places = new PlaceCheck(engine, table, columns, query);
        var box = options.Box ?? places.FindBox(cancellationToken);
        var tally = new Tally(options.ChannelNames.Count);
        var fileTally = new FileTally(inputs.Files);
        var maps = new SlotMaps(options.ChannelNames.Count, options.Rows * options.ColumnCount);
        var locator = new Locator(clock, new CellGrid(box, options.Rows, options.ColumnCount));
        var check = new RowCheck(LatestMicroseconds(now, instants, isStandard, changes), options.Directions)
        {
            HasStations = options.Stations is not null,
        };
        var scan = new RowScan(engine, table, query, check, Counter(options, locator, maps, tally), tally, fileTally)
        {
            DropDuplicates = options.DropDuplicates || options.Kind == GridKind.Traces,
        };
        scan.Run((rows, share) => progress?.Report(new(rows, share, watch.Elapsed)), cancellationToken);
        maps.AddPending();

        foreach (var file in fileTally.WithDoubtfulTimes)
        {
            query.RefuseOtherForms(engine, table, reading, file);
        }

        var bad = new BadRows(engine, table, query, check);
        places.CheckOnEarth(tally, options.MaxBadShare, cancellationToken);
        fileTally.Check(options.MaxBadShare, file => bad.First([file], 1, cancellationToken).FirstOrDefault());
        EndCheck.Check(options.MaxBadShare, engine, table, query, fileTally, cancellationToken);
        places.CheckFit(locator, cancellationToken);
        var badRows = bad.First([.. fileTally.WithBadRows], MostBadRows, cancellationToken);
        var choice = SlotChoice.Of(maps, tally, clock, options.MinSlotRows, table.Title);
        var starts = Array.ConvertAll(choice.Slots, clock.Start);
        var parts = options.Split.Cut(starts);
        var builder = new SplitBuilder(options, maps, clock, external);
        FlowSplit[] splits = [.. parts.Select(part => builder.Build(part.Name, choice.Slots.AsSpan(part.Slots)))];
        return new(
            splits,
            GridDescription.Manifest(options, inputs, box, starts[0], external),
            GridDescription.Report(
                options, inputs, table, columns, query, locator, tally, badRows, choice, splits, external, watch.Elapsed));
    }

    private static bool AreInstants(GridOptions options, RowQuery query, ClockChanges? changes)
    {
        var instants = query.AreInstants || options.Clock == InputClock.Standard;
        return !instants || changes is not null
            ? instants
            : throw new BadInputException(
                "time zone",
                $"is not given, but the times are in UTC, in standard time or have a zone ({query.TimeTitle}); the city's zone is "
                + "expected, as America/New_York or UTC")
            { Setting = nameof(options.Zone) };
    }

    private static IRowCounter Counter(GridOptions options, Locator locator, SlotMaps maps, Tally tally)
    {
        int? outflow = options.Directions == FlowDirections.In ? null : 0;
        int? inflow = options.Directions switch
        {
            FlowDirections.Out => null,
            FlowDirections.In => 0,
            _ => 1,
        };
        return options.Kind switch
        {
            GridKind.Events => new EventCounter(locator, maps, tally),
            GridKind.Trips => new TripCounter(locator, maps, tally, outflow, inflow),
            _ => new TraceCounter(locator, maps, tally, outflow, inflow, options.MaxGapSeconds * 1_000_000L),
        };
    }

    /// <summary>Returns the current time on the clock of the input. Without a zone, the clock furthest ahead is used.</summary>
    private static long LatestMicroseconds(DateTimeOffset now, bool instants, bool isStandard, ClockChanges? changes)
    {
        var seconds = now.ToUnixTimeSeconds();
        var latest = isStandard ? seconds
            + changes!.StandardOffset(seconds) : instants ? seconds : changes?.Local(seconds).Local ?? seconds + 14 * 3600;
        return latest * 1_000_000;
    }
}
