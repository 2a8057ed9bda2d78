namespace FineFlow.Core.Zones;

/// <summary>Adds shapes to a map: metres of lines, the share of each cell that a polygon covers, points.</summary>
/// <param name="frame">The grid.</param>
internal sealed class ShapeRaster(MapFrame frame)
{
    /// <summary>Points along each side of a cell, by which the part inside a polygon is measured.</summary>
    private const int Samples = 8;

    /// <summary>The map, row by row.</summary>
    public double[] Values { get; } = new double[frame.Cells];

    /// <summary>Adds a point where it lies.</summary>
    public void AddPoint((double X, double Y) place)
    {
        var (column, row) = frame.Locate(place.X, place.Y);
        Add((int)Math.Floor(column), (int)Math.Floor(row), 1);
    }

    /// <summary>Adds the metres of a line to the cells that it passes.</summary>
    public void AddLine(IReadOnlyList<(double X, double Y)> places)
    {
        for (var index = 1; index < places.Count; index++)
        {
            AddSegment(
                frame.Locate(places[index - 1].X, places[index - 1].Y), frame.Locate(places[index].X, places[index].Y));
        }
    }

    /// <summary>Adds the part of each cell that lies inside a polygon: inside an odd number of its rings.</summary>
    public void AddPolygon(IReadOnlyList<IReadOnlyList<(double X, double Y)>> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        var edges = rings.Select(ring => ring.Select(place => frame.Locate(place.X, place.Y)).ToArray())
            .SelectMany(ring => ring.Zip(ring.Skip(1))).ToArray();
        var (window, crossings) = (WindowOf(rings), new List<double>());
        for (var line = window.Top * Samples; line < window.Bottom * Samples; line++)
        {
            AddScanLine(edges, line, crossings);
        }
    }

    /// <summary>Returns the cells of the map within the bounds of a polygon.</summary>
    public CellWindow WindowOf(IReadOnlyList<IReadOnlyList<(double X, double Y)>> rings)
    {
        var places = rings.SelectMany(ring => ring).Select(place => frame.Locate(place.X, place.Y)).ToList();
        return places.Count == 0
            ? new(0, 0, 0, 0)
            : new(
                Edge(Math.Floor(places.Min(place => place.Row)), frame.Rows),
                Edge(Math.Ceiling(places.Max(place => place.Row)), frame.Rows),
                Edge(Math.Floor(places.Min(place => place.Column)), frame.Columns),
                Edge(Math.Ceiling(places.Max(place => place.Column)), frame.Columns));

        static int Edge(double place, int last) => (int)Math.Clamp(place, 0, last);
    }

    private void AddSegment((double Column, double Row) from, (double Column, double Row) to)
    {
        var (across, down) = (to.Column - from.Column, to.Row - from.Row);
        List<double> cuts = [0, 1, .. Crossings(from.Column, across, frame.Columns), .. Crossings(from.Row, down, frame.Rows)];
        cuts.Sort();
        for (var cut = 1; cut < cuts.Count; cut++)
        {
            var (part, middle) = (cuts[cut] - cuts[cut - 1], (cuts[cut] + cuts[cut - 1]) / 2);
            var (column, row) = (from.Column + (middle * across), from.Row + (middle * down));
            var metres = frame.MetresAt(row);
            var length = Math.Sqrt(Square(across * metres.Column) + Square(down * metres.Row));
            Add((int)Math.Floor(column), (int)Math.Floor(row), part * length);
        }
    }

    /// <summary>Where a segment from a place crosses the edges 0 .. count of columns or rows, as shares of its length.</summary>
    private static IEnumerable<double> Crossings(double from, double length, int count)
    {
        if (length == 0)
        {
            yield break;
        }

        var (low, high) = (Math.Min(from, from + length), Math.Max(from, from + length));
        for (var edge = Math.Max(0, Math.Ceiling(low)); edge <= Math.Min(count, high); edge++)
        {
            if ((edge - from) / length is > 0 and < 1 and var share)
            {
                yield return share;
            }
        }
    }

    private void AddScanLine(
        ((double Column, double Row) First, (double Column, double Row) Second)[] edges, int line, List<double> crossings)
    {
        var row = (line + 0.5) / Samples;
        crossings.Clear();
        foreach (var (first, second) in edges)
        {
            if (first.Row <= row != second.Row <= row)
            {
                crossings.Add(first.Column + ((row - first.Row) / (second.Row - first.Row) * (second.Column - first.Column)));
            }
        }

        crossings.Sort();
        for (var pair = 0; pair + 1 < crossings.Count; pair += 2)
        {
            var (from, to) = (Math.Max(0, crossings[pair]), Math.Min(frame.Columns, crossings[pair + 1]));
            for (var column = (int)from; column < to; column++)
            {
                Add(column, line / Samples, (Math.Min(to, column + 1) - Math.Max(from, column)) / Samples);
            }
        }
    }

    private void Add(int column, int row, double value)
    {
        if (column >= 0 && column < frame.Columns && row >= 0 && row < frame.Rows)
        {
            Values[(row * frame.Columns) + column] += value;
        }
    }

    private static double Square(double value) => value * value;
}
