using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.External;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// The counting of an input. Columns, forms of times and the box follow from all files, so that any of them can be counted alone, and the
/// counts added up are those of all.
/// </summary>
internal sealed class GridCounting
{
    private const int MostBadRows = 20;

    private readonly Engine _engine;
    private readonly UnpackedInputs _inputs;
    private readonly InputTable _table;
    private readonly GridOptions _options;
    private readonly TimeReading _reading;
    private readonly SlotClock _clock;
    private readonly RowCheck _check;
    private readonly PlaceCheck _places;

    private GridCounting(
        Engine engine, UnpackedInputs inputs, InputTable table, GridOptions options, GridClock clock, CancellationToken cancellationToken)
    {
        (_engine, _inputs, _table, _options) = (engine, inputs, table, options);
        Columns = ColumnGuess.Settle(options.Kind, engine, table, options.Columns);
        _reading = new()
        {
            Now = clock.Now,
            Formats = options.TimeFormats,
            Clock = options.Clock,
            SlotMinutes = options.SlotMinutes < ClockChanges.SecondsADay / 60 ? options.SlotMinutes : null,
        };
        Query = RowQuery.Of(engine, table, Columns, _reading);
        var isStandard = options.Clock == InputClock.Standard && !Query.AreInstants;
        var instants = AreInstants(options, Query, clock);
        _clock = new SlotClock(options, clock.Changes, instants) { IsStandard = isStandard };
        _places = new PlaceCheck(engine, table, Columns, Query);
        Box = options.Box ?? _places.FindBox(cancellationToken);
        _check = new RowCheck(clock.LatestMicroseconds(instants, isStandard), options.Directions)
        {
            HasStations = options.Stations is not null,
        };
    }

    /// <summary>The columns that are read.</summary>
    public InputColumns Columns { get; }

    /// <summary>The queries.</summary>
    public RowQuery Query { get; }

    /// <summary>The box, of the options or around most rows of all files.</summary>
    public BoundingBox Box { get; }

    /// <summary>Settles columns, forms of times and the box by all files.</summary>
    /// <exception cref="BadInputException">The input cannot be counted.</exception>
    public static GridCounting Of(
        Engine engine, UnpackedInputs inputs, InputTable table, GridOptions options, GridClock clock,
        CancellationToken cancellationToken) =>
        new(engine, inputs, table, options, clock, cancellationToken);

    /// <summary>Counts the rows of some files.</summary>
    /// <param name="files">The files, in the order of the input. With traces, no vehicle is in another file too.</param>
    /// <param name="progress">Receives rows read and the finished share.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">A file cannot be read, or has times of another form than was found.</exception>
    public CountedRows Count(IReadOnlyList<string> files, Action<long, double> progress, CancellationToken cancellationToken)
    {
        var counts = new CountedRows(_options.ChannelNames.Count, _options.Rows * _options.ColumnCount, _table.Files);
        var locator = new Locator(_clock, new CellGrid(Box, _options.Rows, _options.ColumnCount), counts.Places);
        var scan = new RowScan(_engine, _table, Query, _check, Counter(locator, counts), counts.Tally, counts.Files)
        {
            DropDuplicates = _options.DropDuplicates || _options.Kind == GridKind.Traces,
        };
        scan.Run(files, progress, cancellationToken);
        counts.Maps.AddPending();
        foreach (var file in counts.Files.WithDoubtfulTimes)
        {
            Query.RefuseOtherForms(_engine, _table, _reading, file);
        }

        return counts;
    }

    /// <summary>Checks the counts of all files and makes a dataset of them.</summary>
    /// <param name="counts">The counts, whose maps are released.</param>
    /// <param name="external">Weather and holidays.</param>
    /// <param name="watch">Started with the work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">Too many rows are bad, or none is left.</exception>
    public GriddedFlow Finish(CountedRows counts, ExternalTable external, Stopwatch watch, CancellationToken cancellationToken)
    {
        var bad = new BadRows(_engine, _table, Query, _check);
        _places.CheckOnEarth(counts.Tally, _options.MaxBadShare, cancellationToken);
        counts.Files.Check(_options.MaxBadShare, file => bad.First([file], 1, cancellationToken).FirstOrDefault());
        EndCheck.Check(_options.MaxBadShare, _engine, _table, Query, counts.Files, cancellationToken);
        _places.CheckFit(counts.Places, Box, cancellationToken);
        var badRows = bad.First([.. counts.Files.WithBadRows], MostBadRows, cancellationToken);
        var choice = SlotChoice.Of(counts.Maps, counts.Tally, _clock, _options.MinSlotRows, _table.Title);
        var starts = Array.ConvertAll(choice.Slots, _clock.Start);
        var parts = _options.Split.Cut(starts);
        var builder = new SplitBuilder(_options, counts.Maps, _clock, external);
        FlowSplit[] splits = [.. parts.Select(part => builder.Build(part.Name, choice.Slots.AsSpan(part.Slots)))];
        return new(
            splits,
            GridDescription.Manifest(_options, _inputs, Box, starts[0], external),
            GridDescription.Report(
                _options, _inputs, _table, Columns, Query, Box, counts, badRows, choice, splits, external, watch.Elapsed));
    }

    private static bool AreInstants(GridOptions options, RowQuery query, GridClock clock)
    {
        var instants = query.AreInstants || options.Clock == InputClock.Standard;
        return !instants || clock.Changes is not null
            ? instants
            : throw new BadInputException(
                "time zone",
                $"is not given, but the times are in UTC, in standard time or have a zone ({query.TimeTitle}); the city's zone is "
                + "expected, as America/New_York or UTC")
            { Setting = nameof(options.Zone) };
    }

    private IRowCounter Counter(Locator locator, CountedRows counts)
    {
        int? outflow = _options.Directions == FlowDirections.In ? null : 0;
        int? inflow = _options.Directions switch
        {
            FlowDirections.Out => null,
            FlowDirections.In => 0,
            _ => 1,
        };
        return _options.Kind switch
        {
            GridKind.Events => new EventCounter(locator, counts.Maps, counts.Tally),
            GridKind.Trips => new TripCounter(locator, counts.Maps, counts.Tally, outflow, inflow),
            _ => new TraceCounter(locator, counts.Maps, counts.Tally, outflow, inflow, _options.MaxGapSeconds * 1_000_000L),
        };
    }
}
