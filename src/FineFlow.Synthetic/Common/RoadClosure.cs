using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Common;

/// <summary>What all closed roads have in common: when they are closed, and which cells take their traffic.</summary>
internal static class RoadClosure
{
    /// <summary>Draws from when until when a road is closed.</summary>
    public static (double From, double Until) DrawHours(RandomStream random)
    {
        var from = 7 + 12 * random.NextDouble();
        return (from, from + 1.5 + 3 * random.NextDouble());
    }

    /// <summary>Returns the cells at a distance of two to five from the nearest closed one, diagonal steps counting as one.</summary>
    /// <param name="closed">The closed cells.</param>
    /// <param name="size">Rows and columns of the grid.</param>
    public static IEnumerable<int> CellsAround(IReadOnlyList<int> closed, int size) =>
        Enumerable.Range(0, size * size).Where(cell => Distance(cell, closed, size) is >= 2 and <= 5);

    private static int Distance(int cell, IReadOnlyList<int> closed, int size)
    {
        var nearest = int.MaxValue;
        foreach (var other in closed)
        {
            var (rows, columns) = (Math.Abs(cell / size - other / size), Math.Abs(cell % size - other % size));
            nearest = Math.Min(nearest, Math.Max(rows, columns));
        }

        return nearest;
    }
}
