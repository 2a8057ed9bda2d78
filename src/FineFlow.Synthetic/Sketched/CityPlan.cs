using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Sketched;

/// <summary>The ground of the small city on its fine grid: where water and park are, where the streets run and how wide they are.</summary>
internal sealed class CityPlan
{
    /// <summary>Rows and columns of the fine grid.</summary>
    public const int Size = 64;

    /// <summary>Cells of the fine grid.</summary>
    public const int Cells = Size * Size;

    /// <summary>Row and column of the city's middle.</summary>
    public const double Center = 31.5;

    private const double ParkRow = 21, ParkColumn = 22, ParkRadius = 4.6;
    private const double RingRadius = 18.5;
    private const int District = 8;

    /// <summary>River cells.</summary>
    public bool[] Water { get; } = new bool[Cells];

    /// <summary>Park cells.</summary>
    public bool[] Park { get; } = new bool[Cells];

    /// <summary>Road weight of arterials by cell, zero elsewhere.</summary>
    public double[] Arterial { get; } = new double[Cells];

    /// <summary>Road weight of local streets by cell, zero elsewhere.</summary>
    public double[] Local { get; } = new double[Cells];

    /// <summary>The arterials' cells in driving order, one list a road.</summary>
    public List<List<int>> Roads { get; } = [];

    /// <summary>Draws the city of a seed.</summary>
    public CityPlan(RandomStream random)
    {
        DrawRiver(random);
        DrawPark();
        DrawArterials(random);
        DrawRing();
        DrawLocalStreets(random);
    }

    /// <summary>1 at distance 0, 1/4 at distance <paramref name="scale"/>, with a long tail; the same bits on every platform.</summary>
    public static double Bump(int cell, double row, double column, double scale)
    {
        var (dr, dc) = (cell / Size - row, cell % Size - column);
        var falloff = 1 + (dr * dr + dc * dc) / (scale * scale);
        return 1 / (falloff * falloff);
    }

    private void DrawRiver(RandomStream random)
    {
        const int Reach = 16;
        var bends = new double[Size / Reach + 1];
        for (var i = 0; i < bends.Length; i++)
            bends[i] = 43 + 9 * (random.NextDouble() - 0.5);
        for (var column = 0; column < Size; column++)
        {
            var along = column % Reach / (double)Reach;
            var ease = along * along * (3 - 2 * along);
            var middle = bends[column / Reach] * (1 - ease) + bends[column / Reach + 1] * ease;
            for (var row = (int)middle - 1; row <= (int)middle + 1; row++)
                Water[row * Size + column] = true;
        }
    }

    private void DrawPark()
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            var (dr, dc) = (cell / Size - ParkRow, cell % Size - ParkColumn);
            Park[cell] = dr * dr + dc * dc < ParkRadius * ParkRadius;
        }
    }

    private void DrawArterials(RandomStream random)
    {
        ReadOnlySpan<int> rows = [6, 15, 28, 36, 55];
        ReadOnlySpan<int> columns = [5, 18, 30, 41, 56];
        foreach (var row in rows)
            DrawArterial(random, row, eastward: true, bridge: false);
        for (var i = 0; i < columns.Length; i++)
            DrawArterial(random, columns[i], eastward: false, bridge: i % 2 == 0);
    }

    /// <summary>A road across the whole city that drifts a little sideways on its way.</summary>
    private void DrawArterial(RandomStream random, int start, bool eastward, bool bridge)
    {
        var width = 0.5 + 0.4 * random.NextDouble();
        var road = new List<int>();
        var side = start + random.NextInt(3) - 1;
        for (var along = 0; along < Size; along++)
        {
            Pave(road, eastward ? side * Size + along : along * Size + side, width, bridge);
            if (along % 5 == 4)
            {
                side = Math.Clamp(side + random.NextInt(3) - 1, start - 2, start + 2);
                Pave(road, eastward ? side * Size + along : along * Size + side, width, bridge);
            }
        }

        Roads.Add(road);
    }

    private void DrawRing()
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            var (dr, dc) = (cell / Size - Center, cell % Size - Center);
            var radius = Math.Sqrt(Math.Sqrt(dr * dr * dr * dr + dc * dc * dc * dc));
            if (Math.Abs(radius - RingRadius) < 0.5)
                Pave([], cell, width: 0.9, bridge: true);
        }
    }

    private void Pave(List<int> road, int cell, double width, bool bridge)
    {
        if (Park[cell] || (Water[cell] && !bridge))
            return;
        Arterial[cell] = Math.Max(Arterial[cell], width);
        if (road.Count == 0 || road[^1] != cell)
            road.Add(cell);
    }

    /// <summary>Each district has a street grid of its own; the further out, the fewer and the narrower its streets.</summary>
    private void DrawLocalStreets(RandomStream random)
    {
        for (var top = 0; top < Size; top += District)
        {
            for (var left = 0; left < Size; left += District)
            {
                var built = Math.Min(1, 2.2 * Bump((top + District / 2) * Size + left + District / 2, Center, Center, 34));
                for (var street = 0; street < 8; street++)
                {
                    var width = built * (0.2 + 0.45 * random.NextDouble());
                    var offset = random.NextInt(District);
                    if (random.NextDouble() < built)
                        DrawLocalStreet(top, left, offset, eastward: street % 2 == 0, width);
                }
            }
        }
    }

    private void DrawLocalStreet(int top, int left, int offset, bool eastward, double width)
    {
        for (var along = 0; along < District; along++)
        {
            var cell = eastward ? (top + offset) * Size + left + along : (top + along) * Size + left + offset;
            if (!Water[cell] && !Park[cell] && Arterial[cell] == 0)
                Local[cell] = Math.Max(Local[cell], width);
        }
    }
}
