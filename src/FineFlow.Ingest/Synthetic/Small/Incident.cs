using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>A stretch of an arterial closes for some hours; what would have passed there takes the streets around it.</summary>
internal sealed class Incident
{
    private const double Passing = 0.1;

    private readonly double _from, _until;
    private readonly List<int> _closed;
    private readonly List<int> _around = [];
    private readonly CityPlan _plan;

    public Incident(RandomStream random, CityPlan plan)
    {
        _plan = plan;
        _from = 7 + 12 * random.NextDouble();
        _until = _from + 1.5 + 3 * random.NextDouble();
        var road = plan.Roads[random.NextInt(plan.Roads.Count)];
        var length = 8 + random.NextInt(7);
        _closed = road.GetRange(random.NextInt(road.Count - length), length);
        for (var cell = 0; cell < CityPlan.Cells; cell++)
        {
            if (Distance(cell) is >= 2 and <= 5)
                _around.Add(cell);
        }
    }

    /// <summary>Whether the stretch is closed at an hour.</summary>
    public bool IsOn(double hour) => hour >= _from && hour < _until;

    /// <summary>Moves expected counts from the closed cells to the streets around; the total stays. Without any the road stays open.</summary>
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

    /// <summary>Cells to the nearest closed one, diagonal steps counting as one.</summary>
    private int Distance(int cell)
    {
        var nearest = int.MaxValue;
        foreach (var closed in _closed)
        {
            var rows = Math.Abs(cell / CityPlan.Size - closed / CityPlan.Size);
            var columns = Math.Abs(cell % CityPlan.Size - closed % CityPlan.Size);
            nearest = Math.Min(nearest, Math.Max(rows, columns));
        }

        return nearest;
    }
}
