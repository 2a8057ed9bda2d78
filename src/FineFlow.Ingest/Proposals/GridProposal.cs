using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Proposals;

/// <summary>
/// Finds out how files of trips, events or traces are best counted: what a row is, the time zone, the slots, and a grid of about square
/// cells around the dense part. What cannot be decided is asked for.
/// </summary>
internal sealed record GridProposal
{
    private GridProposal(GridOptions options, IReadOnlyList<GridChoice> choices) => (Options, Choices) = (options, choices);

    /// <summary>The options, complete.</summary>
    public GridOptions Options { get; }

    /// <summary>What was decided, and why.</summary>
    public IReadOnlyList<GridChoice> Choices { get; }

    /// <summary>Looks through the files.</summary>
    /// <param name="given">Options, of which those that are said stay as they are.</param>
    /// <param name="said">Names of the properties that are said.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BadInputException">A file cannot be read, or does not show how it is to be counted.</exception>
    public static GridProposal For(GridOptions given, IReadOnlySet<string> said, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(said);
        return GridInput.Read(
            given, (engine, _, table) => Look(engine, table, given, said, cancellationToken), complete: null, cancellationToken);
    }

    private static GridProposal Look(
        Engine engine, InputTable table, GridOptions options, IReadOnlySet<string> said, CancellationToken cancellationToken)
    {
        var choices = new List<GridChoice>();
        if (!said.Contains(nameof(GridOptions.Kind)))
        {
            var guess = KindGuess.Of(engine, table, options.Columns);
            options = options with { Kind = guess.Kind, Columns = guess.Columns };
            choices.Add(new("a row is", guess.Words, guess.Why, nameof(GridOptions.Kind)));
        }

        var now = options.TimeProvider.GetUtcNow();
        var columns = ColumnGuess.Settle(options.Kind, engine, table, options.Columns);
        choices.Add(new(
            "columns", string.Join(", ", columns.All.Select(column => column.Name)), "named or usual", nameof(GridColumns.Time)));
        var reading = new TimeReading
        {
            Now = now,
            Formats = options.TimeFormats,
            Clock = options.Clock,
            SlotMinutes = FinestSlot,
        };
        var query = RowQuery.Of(engine, table, columns, reading);
        choices.Add(new("times", query.TimeTitle, query.AreInstants ? "instants" : "the local clock", nameof(GridOptions.TimeFormats)));
        var dense = options.Box ?? new PlaceCheck(engine, table, columns, query).FindBox(cancellationToken);
        if (options.Zone is null && (query.AreInstants || options.Clock == InputClock.Standard))
        {
            options = options with { Zone = ZoneOfPlace.Find(dense) };
            choices.Add(new("time zone", options.Zone!, "the nearest city of the time zone list", nameof(GridOptions.Zone)));
        }

        var amount = RowAmount.In(engine, table, query, dense, cancellationToken);
        if (!said.Contains(nameof(GridOptions.SlotMinutes)))
        {
            options = options with { SlotMinutes = amount.SlotMinutes };
            choices.Add(new(
                "slots", Invariant($"{options.SlotMinutes} minutes"),
                Invariant($"{amount.RowsPerSlot(options.SlotMinutes):0} rows a slot"), nameof(GridOptions.SlotMinutes)));
        }

        if (!said.Contains(nameof(GridOptions.Split)))
        {
            var (rule, choice) = SplitProposal.For(amount.Days);
            options = options with { Split = rule };
            choices.Add(choice);
        }

        var grid = new SquareGrid(dense, options.Factor);
        if (!said.Contains(nameof(GridOptions.Rows)))
        {
            var (rows, columnCount) = grid.Size(amount.RowsPerSlot(options.SlotMinutes));
            options = options with { Rows = rows, ColumnCount = columnCount };
        }

        options = options with { Box = options.Box ?? grid.Around(options.Rows, options.ColumnCount) };
        choices.Add(new("box", Edges(options.Box), "the dense part of the places", nameof(GridOptions.Box)));
        choices.Add(new(
            "grid", Invariant($"{options.Rows}x{options.ColumnCount}"), SquareGrid.Cells(options), nameof(GridOptions.Rows)));
        choices.Add(new(
            "blocks", Invariant($"{options.Factor}x{options.Factor} cells"), "a coarse cell", nameof(GridOptions.Factor)));
        return new(options, choices);
    }

    /// <summary>Slots of this length show whether times have a time of day.</summary>
    private const int FinestSlot = 30;

    private static string Edges(BoundingBox box) =>
        string.Create(CultureInfo.InvariantCulture, $"{box.West},{box.South},{box.East},{box.North}");
}
