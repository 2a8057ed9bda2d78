using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>Shortest paths from one cell to all others: Dijkstra's algorithm with Dial's buckets (1969), for small whole costs.</summary>
internal sealed class ShortestPaths
{
    private const int Buckets = 256;

    private readonly RoadNetwork _roads;
    private readonly List<int>[] _buckets = new List<int>[Buckets];
    private readonly List<int> _order;

    public ShortestPaths(RoadNetwork roads)
    {
        _roads = roads;
        (Cost, Parent, _order) = (new int[roads.Class.Length], new int[roads.Class.Length], new(roads.Class.Length));
        for (var bucket = 0; bucket < Buckets; bucket++)
            _buckets[bucket] = [];
    }

    /// <summary>Cost from the source by cell; meaningful where the cell was reached.</summary>
    public int[] Cost { get; }

    /// <summary>The cell before, by cell; -1 at the source.</summary>
    public int[] Parent { get; }

    /// <summary>The reached cells, the nearest first.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>Finds the paths.</summary>
    /// <param name="source">Where they start.</param>
    /// <param name="price">Cost of entering each cell, 1 .. 255.</param>
    public void Find(int source, int[] price)
    {
        Array.Fill(Cost, int.MaxValue);
        _order.Clear();
        (Cost[source], Parent[source]) = (0, -1);
        _buckets[0].Add(source);
        Span<int> neighbours = stackalloc int[4];
        for (int cost = 0, waiting = 1; waiting > 0; cost++)
        {
            var bucket = _buckets[cost % Buckets];
            waiting -= bucket.Count;
            foreach (var cell in bucket)
            {
                // A cell waits once more for each better way found to it; the best one came first.
                if (Cost[cell] < cost)
                    continue;
                _order.Add(cell);
                foreach (var next in neighbours[.._roads.Neighbours(cell, neighbours)])
                {
                    var total = cost + price[next];
                    if (total >= Cost[next])
                        continue;
                    (Cost[next], Parent[next]) = (total, cell);
                    _buckets[total % Buckets].Add(next);
                    waiting++;
                }
            }

            bucket.Clear();
        }
    }
}
