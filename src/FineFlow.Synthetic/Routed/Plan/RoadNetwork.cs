namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>The roads on the fine grid: cells with a road are joined to those of their four neighbours that have one.</summary>
internal sealed class RoadNetwork(Ground ground)
{
    private static readonly (int Row, int Column)[] Steps = [(-1, 0), (0, -1), (0, 1), (1, 0)];

    /// <summary>The ground under the roads.</summary>
    public Ground Ground { get; } = ground;

    /// <summary>The widest road of every cell.</summary>
    public RoadClass[] Class { get; } = new RoadClass[ground.Cells];

    /// <summary>The cells of each arterial and motorway in driving order.</summary>
    public List<List<int>> Roads { get; } = [];

    /// <summary>Puts a road into a cell, unless there is a park or, without a bridge, water.</summary>
    public void Pave(int cell, RoadClass road, bool bridge = false, List<int>? path = null)
    {
        if (Ground.Wild[cell] || (Ground.Water[cell] && !bridge))
            return;
        if (Class[cell] < road)
            Class[cell] = road;
        path?.Add(cell);
    }

    /// <summary>Removes the roads that are not joined to the widest one nearest to the middle.</summary>
    public void RemoveUnjoined()
    {
        var joined = new bool[Class.Length];
        var start = Enumerable.Range(0, Class.Length).Where(cell => Class[cell] == RoadClass.Express)
            .MaxBy(cell => Ground.Near(cell, Place.Center, 0.1));
        var open = new Stack<int>([start]);
        joined[start] = true;
        Span<int> neighbours = stackalloc int[4];
        while (open.TryPop(out var cell))
        {
            foreach (var next in neighbours[..Neighbours(cell, neighbours)])
            {
                if (joined[next])
                    continue;
                joined[next] = true;
                open.Push(next);
            }
        }

        for (var cell = 0; cell < joined.Length; cell++)
        {
            if (!joined[cell])
                Class[cell] = RoadClass.None;
        }

        foreach (var road in Roads)
            road.RemoveAll(cell => !joined[cell]);
    }

    /// <summary>The cells with a road next to a cell.</summary>
    /// <returns>How many of <paramref name="neighbours"/>, which has room for four, are filled.</returns>
    public int Neighbours(int cell, Span<int> neighbours)
    {
        var (row, column) = (cell / Ground.Size, cell % Ground.Size);
        var count = 0;
        foreach (var (down, right) in Steps)
        {
            var (r, c) = (row + down, column + right);
            if (r >= 0 && r < Ground.Size && c >= 0 && c < Ground.Size && Class[r * Ground.Size + c] != RoadClass.None)
                neighbours[count++] = r * Ground.Size + c;
        }

        return count;
    }
}
