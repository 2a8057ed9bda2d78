using Apache.Arrow;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// The box around where most rows are: along each axis, without the outer hundredth of the rows at either end, in steps of a thousandth
/// of a degree. Of trips, the starts decide.
/// </summary>
internal static class DenseBox
{
    private const int PerDegree = 1000;
    private const double Tail = 0.01;

    /// <exception cref="BadInputException">No row has a place on earth.</exception>
    public static BoundingBox Find(Engine engine, InputTable table, RowQuery query, CancellationToken cancel)
    {
        var (x, y) = (new SortedDictionary<int, long>(), new SortedDictionary<int, long>());
        foreach (var batch in engine.Stream(table.Title, query.Density(table.Scan(engine), PerDegree), cancel))
        {
            Add(x, batch, 0);
            Add(y, batch, 1);
        }

        if (x.Count == 0)
        {
            throw new BadInputException(table.Title, "no row has a longitude and a latitude; name the columns, or the box");
        }

        var ((west, east), (south, north)) = (Trim(x), Trim(y));
        return new() { West = west, South = south, East = east, North = north };
    }

    private static void Add(SortedDictionary<int, long> counts, RecordBatch batch, int axis)
    {
        var places = ((Int32Array)batch.Column(axis)).Values;
        var rows = ((Int64Array)batch.Column(2)).Values;
        for (var row = 0; row < places.Length; row++)
        {
            counts[places[row]] = counts.GetValueOrDefault(places[row]) + rows[row];
        }
    }

    private static (double Low, double High) Trim(SortedDictionary<int, long> counts)
    {
        var tail = (long)(counts.Values.Sum() * Tail);
        return (Inner(counts, tail) / (double)PerDegree, (Inner(counts.Reverse(), tail) + 1) / (double)PerDegree);
    }

    /// <summary>The first place that is needed to pass the tail.</summary>
    private static int Inner(IEnumerable<KeyValuePair<int, long>> counts, long tail)
    {
        var passed = 0L;
        return counts.First(place => (passed += place.Value) > tail).Key;
    }
}
