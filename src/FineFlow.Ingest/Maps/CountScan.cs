using Apache.Arrow;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;
using static System.FormattableString;

namespace FineFlow.Ingest.Maps;

/// <summary>Reads all rows of a table of counts once. One row that cannot be read refuses the table.</summary>
internal sealed class CountScan(
    Engine engine, InputTable table, CountTableColumns columns, CountQuery query, CellNumbers cells, CountClock clock)
{
    private const int FirstPlace = 2;

    private readonly bool _isPair = columns.Form == PlaceForm.OriginAndDestination;
    private readonly long[] _rows = new long[table.Files.Count];
    private BadInputException? _problem;

    /// <summary>Reads the rows.</summary>
    /// <exception cref="BadInputException">A row cannot be read, or names a slot and cell again.</exception>
    public SlotCounts Run(CancellationToken cancellationToken)
    {
        var slots = new SlotCounts(
            table.Title, columns.ChannelCount, cells.Cells, _isPair ? (long)cells.Cells * cells.Cells : cells.Cells);
        var scan = table.Scan(engine);
        foreach (var batch in engine.Stream(table.Title, query.Rows(scan), cancellationToken))
        {
            Add(batch, slots);
        }

        scan.RefuseOpenQuotes(engine, table.Title);
        RefuseMalformed(scan);
        return _problem is null ? slots : throw _problem;
    }

    private void Add(RecordBatch batch, SlotCounts slots)
    {
        var files = ((Int32Array)batch.Column(0)).Values;
        var times = ((Int64Array)batch.Column(1)).Values;
        DoubleArray[] numbers = [.. Enumerable.Range(FirstPlace, batch.ColumnCount - FirstPlace).Select(c => (DoubleArray)batch.Column(c))];
        var (places, values) = (columns.Places.Count, new double[numbers.Length]);
        for (var row = 0; row < batch.Length; row++)
        {
            _rows[files[row]]++;
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = numbers[column].Values[row];
            }

            // The pass goes on behind the first problem: the engine knows of malformed rows at its end alone, and they matter more.
            if (_problem is null && Add(times[row], values.AsSpan(0, places), values.AsSpan(places), slots) is { } problem)
            {
                _problem = new(table.Files[files[row]], $"row {_rows[files[row]]}: {problem}");
            }
        }
    }

    /// <summary>Adds a row; returns what is wrong with it.</summary>
    private string? Add(long microseconds, ReadOnlySpan<double> place, ReadOnlySpan<double> counts, SlotCounts slots)
    {
        if (!clock.TryFind(microseconds, out var time))
        {
            return $"column '{columns.Time.Name}' has no time; one in whole seconds is expected";
        }

        for (var count = 0; count < counts.Length; count++)
        {
            // The negation also covers NaN, which is no flow that could be added to others.
            if (_isPair ? !(counts[count] is >= 0 and <= CountArray.Largest) : counts[count] is < 0 or > CountArray.Largest)
            {
                return Invariant($"column '{columns.Counts[count].Name}' has no count; a number of 0 to {CountArray.Largest} is expected");
            }
        }

        var cell = cells.Find(place[0], place.Length > 1 ? place[1] : 0);
        var other = _isPair ? cells.Find(place[2], place[3]) : 0;
        if (cell == CellNumbers.None || other == CellNumbers.None)
        {
            return $"{Words(place)} is no cell of the grid of {cells.Rows} x {cells.Columns}";
        }

        return time is not { } second ? null
            : slots.Mark(second, _isPair ? ((long)cell * cells.Cells) + other : cell) ? Add(second, cell, other, counts, slots)
            : $"{LocalClock.Text(second)}, {Words(place)} has a row already; one for each slot and cell is expected";
    }

    private string? Add(long second, int cell, int other, ReadOnlySpan<double> counts, SlotCounts slots)
    {
        if (_isPair)
        {
            var (left, came) = (slots.Add(second, 0, cell, counts[0]), slots.Add(second, 1, other, counts[0]));
            return Math.Max(left, came) <= CountArray.Largest ? null : Invariant($"the flows of a cell are more than {CountArray.Largest}");
        }

        for (var channel = 0; channel < counts.Length; channel++)
        {
            slots.Add(second, channel, cell, counts[channel]);
        }

        return null;
    }

    private string Words(ReadOnlySpan<double> place)
    {
        var words = new List<string>();
        for (var index = 0; index < place.Length; index++)
        {
            words.Add(Invariant($"{columns.Places[index].Name} {place[index]}"));
        }

        return string.Join(", ", words);
    }

    private void RefuseMalformed(TableScan scan)
    {
        foreach (var (file, malformed) in scan.Rejected(engine, table.Title))
        {
            var first = scan.Rejects.SelectMany(rejects => engine.Rows(
                table.Title, $"SELECT min(line) FROM {rejects.WithFiles} WHERE file_path = {Sql.Text(file)}")).Min(row => row[0]);
            throw new BadInputException(
                file, $"{malformed} rows do not have the columns of the others, the first is record {first}; none is left out");
        }
    }
}
