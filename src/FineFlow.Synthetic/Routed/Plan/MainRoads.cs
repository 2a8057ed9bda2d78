using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Plan;

/// <summary>
/// Ring roads, motorways out of town and a grid of arterials. Some of them open in a later stage of the city only; every stage draws
/// the same random numbers, so that all else stays in its place.
/// </summary>
internal sealed class MainRoads(RoadNetwork roads, int stage, RandomStream random)
{
    private const int DriftEvery = 5;

    private static readonly double[] Rings = [0.10, 0.19, 0.29, 0.40];

    private static readonly Place[] Exits =
        [new(0, 0.36), new(0, 0.63), new(0.13, 1), new(0.46, 1), new(0.80, 1), new(1, 0.66), new(1, 0.33), new(0.76, 0), new(0.45, 0)];

    private readonly Ground _ground = roads.Ground;

    /// <summary>Draws all of them.</summary>
    public void Draw()
    {
        for (var ring = 0; ring < Rings.Length; ring++)
            DrawRing(Rings[ring], partial: ring == Rings.Length - 1 && stage == 0);
        foreach (var exit in Exits)
            DrawMotorway(exit.Around(random, 0.03));
        var spacing = Math.Max(6, _ground.Size / 12);
        for (var (road, start) = (0, spacing / 2); start < _ground.Size; start += spacing, road++)
        {
            DrawArterial(start, spacing, eastward: true, bridge: false, NextOpening(road));
            DrawArterial(start, spacing, eastward: false, bridge: road % 2 == 0, NextOpening(road + 1));
        }
    }

    /// <summary>The stage in which an arterial opens: every fourth one only after the first.</summary>
    private int NextOpening(int road)
    {
        var late = 1 + random.NextInt(3);
        return road % 4 == 3 ? late : 0;
    }

    /// <summary>A rounded square around the middle. The outermost lacks its north-eastern quarter at first.</summary>
    private void DrawRing(double radius, bool partial)
    {
        for (var cell = 0; cell < _ground.Cells; cell++)
        {
            var (row, column) = _ground.PlaceOf(cell);
            var missing = partial && row < 0.5 && column > 0.5;
            if (!missing && IsInside(row, column) && (IsOutside(-1, -1) || IsOutside(-1, 1) || IsOutside(1, -1) || IsOutside(1, 1)))
                roads.Pave(cell, RoadClass.Express, bridge: true);

            bool IsOutside(int down, int right) => !IsInside(row + (double)down / _ground.Size, column + (double)right / _ground.Size);
        }

        bool IsInside(double row, double column)
        {
            var (r, c) = ((row - 0.5) / radius, (column - 0.5) / radius);
            return r * r * r * r + c * c * c * c < 1;
        }
    }

    /// <summary>From the innermost ring straight out of town.</summary>
    private void DrawMotorway(Place exit)
    {
        var start = new Place(0.5 + 0.22 * (exit.Row - 0.5), 0.5 + 0.22 * (exit.Column - 0.5));
        var (from, to) = (_ground.CellAt(start), _ground.CellAt(exit));
        var (rows, columns) = (to / _ground.Size - from / _ground.Size, to % _ground.Size - from % _ground.Size);
        var path = new List<int>();
        roads.Pave(from, RoadClass.Express, bridge: true, path);
        for (int down = 0, right = 0, cell = from; cell != to;)
        {
            // The side on which the straight line leaves the cell.
            if ((1 + 2 * down) * Math.Abs(columns) < (1 + 2 * right) * Math.Abs(rows))
            {
                cell += Math.Sign(rows) * _ground.Size;
                down++;
            }
            else
            {
                cell += Math.Sign(columns);
                right++;
            }

            roads.Pave(cell, RoadClass.Express, bridge: true, path);
        }

        roads.Roads.Add(path);
    }

    /// <summary>A road across the whole city that drifts a little sideways on its way.</summary>
    private void DrawArterial(int start, int spacing, bool eastward, bool bridge, int opening)
    {
        var side = Math.Clamp(start + random.NextInt(spacing / 2) - spacing / 4, 0, _ground.Size - 1);
        var path = new List<int>();
        for (var along = 0; along < _ground.Size; along++)
        {
            PaveIfOpen();
            if (along % DriftEvery == DriftEvery - 1)
            {
                side = Math.Clamp(side + random.NextInt(3) - 1, Math.Max(0, start - 2), Math.Min(_ground.Size - 1, start + 2));
                PaveIfOpen();
            }

            void PaveIfOpen()
            {
                var cell = eastward ? side * _ground.Size + along : along * _ground.Size + side;
                if (opening <= stage)
                    roads.Pave(cell, RoadClass.Arterial, bridge, path);
            }
        }

        if (opening <= stage)
            roads.Roads.Add(path);
    }
}
