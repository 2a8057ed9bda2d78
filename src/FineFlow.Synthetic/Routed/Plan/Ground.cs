using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>What nature left to build on: a river across the city, hills in the north-west, parks and lakes.</summary>
internal sealed class Ground
{
    private const int RiverReaches = 5;

    private static readonly (Place Place, double Radius)[] ParkPlaces =
        [(new(0.44, 0.49), 0.030), (new(0.28, 0.35), 0.048), (new(0.17, 0.54), 0.055), (new(0.58, 0.60), 0.028), (new(0.80, 0.42), 0.040)];

    /// <param name="size">Rows and columns of the fine grid.</param>
    /// <param name="random">Decides the river's bends, the hills' edge and the parks' places.</param>
    public Ground(int size, RandomStream random)
    {
        Size = size;
        Water = new bool[Cells];
        Wild = new bool[Cells];
        DrawRiver(random);
        DrawHills(random);
        foreach (var (place, radius) in ParkPlaces)
            DrawPark(place.Around(random, 0.02), radius);
    }

    /// <summary>Rows and columns of the fine grid.</summary>
    public int Size { get; }

    /// <summary>Cells of the fine grid.</summary>
    public int Cells => Size * Size;

    /// <summary>The river: roads cross it on bridges alone.</summary>
    public bool[] Water { get; }

    /// <summary>Hills, parks and lakes: no roads at all.</summary>
    public bool[] Wild { get; }

    /// <summary>Where the middle of a cell is.</summary>
    public Place PlaceOf(int cell) => new((cell / Size + 0.5) / Size, (cell % Size + 0.5) / Size);

    /// <summary>The cell at a place; places outside count as the border.</summary>
    public int CellAt(Place place) =>
        Math.Clamp((int)(place.Row * Size), 0, Size - 1) * Size + Math.Clamp((int)(place.Column * Size), 0, Size - 1);

    /// <summary>1 at a place, 1/4 at distance <paramref name="reach"/>, with a long tail; the same bits on every platform.</summary>
    public double Near(int cell, Place place, double reach)
    {
        var (row, column) = PlaceOf(cell);
        var (dr, dc) = ((row - place.Row) / reach, (column - place.Column) / reach);
        var falloff = 1 + dr * dr + dc * dc;
        return 1 / (falloff * falloff);
    }

    private void DrawRiver(RandomStream random)
    {
        var bends = new double[RiverReaches + 1];
        for (var i = 0; i < bends.Length; i++)
            bends[i] = 0.70 + 0.12 * (random.NextDouble() - 0.5);
        var width = Math.Max(1, Size / 32);
        for (var column = 0; column < Size; column++)
        {
            var top = (int)(Smooth(bends, (double)column / Size) * Size) - width / 2;
            for (var row = top; row < top + width; row++)
                Water[row * Size + column] = true;
        }
    }

    /// <summary>The north-western corner, its edge wobbling.</summary>
    private void DrawHills(RandomStream random)
    {
        var edge = new double[7];
        for (var i = 0; i < edge.Length; i++)
            edge[i] = 0.34 + 0.10 * (random.NextDouble() - 0.5);
        for (var cell = 0; cell < Cells; cell++)
        {
            var (row, column) = PlaceOf(cell);
            Wild[cell] = row + 0.8 * column < Smooth(edge, column);
        }
    }

    private void DrawPark(Place place, double radius)
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            var (row, column) = PlaceOf(cell);
            var (dr, dc) = (row - place.Row, column - place.Column);
            Wild[cell] |= dr * dr + dc * dc < radius * radius;
        }
    }

    /// <summary>A curve through equidistant knots, flat in each.</summary>
    private static double Smooth(double[] knots, double along)
    {
        var position = along * (knots.Length - 1);
        var knot = (int)position;
        var part = position - knot;
        var ease = part * part * (3 - 2 * part);
        return knots[knot] * (1 - ease) + knots[knot + 1] * ease;
    }
}
