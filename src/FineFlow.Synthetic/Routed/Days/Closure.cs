using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>A stretch of a main road closes for some hours; what would have passed there takes the streets around it.</summary>
internal sealed class Closure
{
    private const int ShortestRoad = 20;
    private const float Passing = 0.1f;

    private readonly double _from, _until;
    private readonly List<int> _closed = [];
    private readonly List<(int Cell, float Room)> _around = [];

    public Closure(RandomStream random, RoadNetwork roads)
    {
        (_from, _until) = RoadClosure.DrawHours(random);
        var road = roads.Roads[random.NextInt(roads.Roads.Count)];
        var length = 6 + random.NextInt(9);
        if (road.Count < ShortestRoad)
            return;
        _closed = [.. road.GetRange(random.NextInt(road.Count - length), length).Distinct()];
        foreach (var cell in RoadClosure.CellsAround(_closed, roads.Ground.Size))
        {
            if (roads.Class[cell] != RoadClass.None)
                _around.Add((cell, roads.Class[cell] == RoadClass.Local ? 1 : 2));
        }
    }

    /// <summary>Whether the stretch is closed at an hour.</summary>
    public bool IsOn(double hour) => hour >= _from && hour < _until;

    /// <summary>
    /// Moves expected counts from the closed cells to the streets around; the total stays. Without such streets the road stays open.
    /// </summary>
    public void Divert(Span<float> expected)
    {
        var room = 0f;
        foreach (var (_, width) in _around)
            room += width;
        if (room == 0)
            return;
        var moved = 0f;
        foreach (var cell in _closed)
        {
            moved += (1 - Passing) * expected[cell];
            expected[cell] *= Passing;
        }

        foreach (var (cell, width) in _around)
            expected[cell] += moved * (width / room);
    }
}
