using Apache.Arrow;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// The box around most rows: along each axis, without the outer hundredth of the rows at either end, in steps of a thousandth of a degree.
/// All remaining places lie in it, the easternmost and the southernmost included. Of trips, the starts are used.
/// </summary>
internal static class DenseBox
{
    private const int PerDegree = 1000;
    private const double Tail = 0.01;

    /// <summary>Returns the box; null where no row has a place on earth other than 0,0, which stands for an unknown place.</summary>
    public static BoundingBox? Find(Engine engine, InputTable table, RowQuery query, CancellationToken cancellationToken)
    {
        var (eastward, southward) = (new SortedDictionary<int, Stretch>(), new SortedDictionary<int, Stretch>());
        foreach (var batch in engine.Stream(table.Title, query.Density(table.Scan(engine), PerDegree), cancellationToken))
        {
            Add(batch, eastward, southward);
        }

        if (eastward.Count == 0)
        {
            return null;
        }

        var ((west, east), (north, south)) = (Trim(eastward, 180 * PerDegree), Trim(southward, 90 * PerDegree));
        return new() { West = Degrees(west), South = Degrees(-south), East = Degrees(east), North = Degrees(-north) };
    }

    private static void Add(RecordBatch batch, SortedDictionary<int, Stretch> eastward, SortedDictionary<int, Stretch> southward)
    {
        var isSouthward = (BooleanArray)batch.Column(0);
        var steps = ((Int32Array)batch.Column(1)).Values;
        var rows = ((Int64Array)batch.Column(2)).Values;
        var first = ((DoubleArray)batch.Column(3)).Values;
        var last = ((DoubleArray)batch.Column(4)).Values;
        for (var row = 0; row < steps.Length; row++)
        {
            (isSouthward.GetValue(row) == true ? southward : eastward).Add(steps[row], new(rows[row], first[row], last[row]));
        }
    }

    /// <summary>
    /// Returns the ends of an axis in steps. The upper end is beyond all remaining places, except at the end of the earth.
    /// </summary>
    private static (int Low, int High) Trim(SortedDictionary<int, Stretch> stretches, int end)
    {
        var tail = (long)(stretches.Values.Sum(stretch => stretch.Rows) * Tail);
        var high = Math.Min(Step(Inner(stretches.Values.Reverse(), tail).Last) + 1, end);
        return (Math.Min(Step(Inner(stretches.Values, tail).First), high - 1), high);
    }

    private static int Step(double degrees) => (int)ExactDecimal.Of(degrees).FloorOfTimes(PerDegree);

    private static double Degrees(int steps) => steps / (double)PerDegree;

    /// <summary>Returns the first stretch beyond the tail.</summary>
    private static Stretch Inner(IEnumerable<Stretch> stretches, long tail)
    {
        var passed = 0L;
        return stretches.First(stretch => (passed += stretch.Rows) > tail);
    }

    /// <summary>The rows of one step along an axis, with its first and last place.</summary>
    private readonly record struct Stretch(long Rows, double First, double Last);
}
