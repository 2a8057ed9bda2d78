using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Sketched;

/// <summary>A stretch of an arterial closes for some hours; what would have passed there takes the streets around it.</summary>
internal sealed class Incident
{
    private const double Passing = 0.1;

    private readonly double _from, _until;
    private readonly List<int> _closed;
    private readonly int[] _around;
    private readonly CityPlan _plan;

    public Incident(RandomStream random, CityPlan plan)
    {
        _plan = plan;
        (_from, _until) = RoadClosure.DrawHours(random);
        var road = plan.Roads[random.NextInt(plan.Roads.Count)];
        var length = 8 + random.NextInt(7);
        _closed = road.GetRange(random.NextInt(road.Count - length), length);
        _around = [.. RoadClosure.CellsAround(_closed, CityPlan.Size)];
    }

    /// <summary>Whether the stretch is closed at an hour.</summary>
    public bool IsOn(double hour) => hour >= _from && hour < _until;

    /// <summary>
    /// Moves expected counts from the closed cells to the streets around; the total stays. Without such streets the road stays open.
    /// </summary>
    public void Divert(Span<double> expected)
    {
        var room = 0.0;
        foreach (var cell in _around)
            room += Room(cell);
        if (room == 0)
            return;
        var moved = 0.0;
        foreach (var cell in _closed)
        {
            moved += (1 - Passing) * expected[cell];
            expected[cell] *= Passing;
        }

        foreach (var cell in _around)
            expected[cell] += moved * Room(cell) / room;
    }

    private double Room(int cell) => _plan.Local[cell] + 0.4 * _plan.Arterial[cell];
}
