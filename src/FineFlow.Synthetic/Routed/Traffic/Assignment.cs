using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>
/// Sends the trips of every hub over the roads. How many go where is a singly constrained gravity model: attraction of the destination
/// times a deterrence that falls with the way's cost. They take the shortest path as their anchor sees the costs, each with errors of
/// its own, so that parallel roads share the load (Burrell 1968).
/// </summary>
internal sealed class Assignment(RoadNetwork roads, LandUse use, IReadOnlyList<Hub> hubs, long seed)
{
    /// <summary>Typical cost of a cell; reaches are in shares of the city's width at this cost.</summary>
    private const double TypicalCost = 14;

    /// <summary>Share of the counts that positioning errors move to the eight cells around.</summary>
    private const double Scatter = 0.15;

    private readonly double[] _everything =
        [.. Enumerable.Range(0, roads.Class.Length).Select(cell => (use.Home[cell] + use.Work[cell] + use.Leisure[cell]) / 3)];

    /// <summary>Returns the counts of every cell for the trips of every hub and kind: hubs outside, kinds inside.</summary>
    /// <param name="costs">Cost of every cell, at most 200.</param>
    public float[][] Assign(int[] costs)
    {
        var columns = new float[hubs.Count][][];
        Parallel.For(0, hubs.Count, hub => columns[hub] = AssignHub(hubs[hub], costs));
        return [.. columns.SelectMany(column => column)];
    }

    private float[][] AssignHub(Hub hub, int[] costs)
    {
        var paths = new ShortestPaths(roads);
        var price = new int[costs.Length];
        var trips = new double[costs.Length];
        var counts = hub.Kinds.Select(_ => new double[costs.Length]).ToArray();
        foreach (var anchor in hub.Anchors)
        {
            Misjudge(costs, price, new RandomStream(seed, anchor.Cell));
            paths.Find(anchor.Cell, price);
            for (var kind = 0; kind < hub.Kinds.Count; kind++)
            {
                Array.Clear(trips);
                Distribute(hub.Kinds[kind], anchor, paths, trips);
                Load(paths, trips, counts[kind]);
            }
        }

        return Array.ConvertAll(counts, Blur);
    }

    /// <summary>Costs with an error of up to a quarter in every cell.</summary>
    private static void Misjudge(int[] costs, int[] price, RandomStream random)
    {
        for (var cell = 0; cell < costs.Length; cell++)
            price[cell] = Math.Max(1, costs[cell] * (192 + (int)(random.NextUInt64() >> 57)) / 256);
    }

    /// <summary>The gravity model: trips from the anchor to every cell, and from the cells around it to the anchor.</summary>
    private void Distribute(TripKind kind, Anchor anchor, ShortestPaths paths, double[] trips)
    {
        var (from, to, reach) = Model(kind);
        var started = 1.0;
        if (anchor.Around.Count > 0)
        {
            started = 0;
            foreach (var cell in anchor.Around)
                started += from[cell];
        }

        var attraction = 0.0;
        foreach (var cell in paths.Order)
        {
            var distance = paths.Cost[cell] / (reach * TypicalCost * roads.Ground.Size);
            var falloff = 1 + distance * distance;
            trips[cell] = to[cell] / (falloff * falloff);
            attraction += trips[cell];
        }

        foreach (var cell in paths.Order)
            trips[cell] *= started / attraction;
        foreach (var cell in anchor.Around)
            trips[cell] += from[cell];
    }

    /// <summary>Where trips of a kind start and end, and how far they go.</summary>
    private (double[] From, double[] To, double Reach) Model(TripKind kind) => kind switch
    {
        TripKind.ToWork => (use.Home, use.Work, 0.35),
        TripKind.ToHome => (use.Work, use.Home, 0.35),
        TripKind.Leisure => (use.Home, use.Leisure, 0.22),
        TripKind.Around => (_everything, _everything, 0.05),
        TripKind.Gateway => (_everything, _everything, 0.8),
        _ => (use.Home, use.Home, 0.35),
    };

    /// <summary>Adds what passes every cell: the trips that end there and those that go on.</summary>
    private static void Load(ShortestPaths paths, double[] trips, double[] counts)
    {
        for (var i = paths.Order.Count - 1; i >= 0; i--)
        {
            var cell = paths.Order[i];
            counts[cell] += trips[cell];
            if (paths.Parent[cell] >= 0)
                trips[paths.Parent[cell]] += trips[cell];
        }
    }

    private float[] Blur(double[] counts)
    {
        var size = roads.Ground.Size;
        var blurred = new float[counts.Length];
        for (var cell = 0; cell < counts.Length; cell++)
        {
            var (row, column) = (cell / size, cell % size);
            var around = 0.0;
            for (var r = Math.Max(0, row - 1); r <= Math.Min(size - 1, row + 1); r++)
            {
                for (var c = Math.Max(0, column - 1); c <= Math.Min(size - 1, column + 1); c++)
                    around += counts[r * size + c];
            }

            blurred[cell] = (float)((1 - Scatter) * counts[cell] + Scatter / 8 * (around - counts[cell]));
        }

        return blurred;
    }
}
