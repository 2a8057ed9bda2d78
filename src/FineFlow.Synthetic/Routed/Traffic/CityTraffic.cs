using System.Numerics;
using System.Runtime.InteropServices;
using FineFlow.Synthetic.Routed.Plan;

namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>
/// The expected count of every fine cell: the demand of a slot times the routes that were found once for each state of the roads. This
/// makes a slot a matrix times a vector.
/// </summary>
internal sealed class CityTraffic
{
    /// <summary>No more than this passes a cell in a slot; half of it is reached where as much wants to pass.</summary>
    private const float Jam = 300;

    private readonly float[][] _free, _peak, _wet;
    private readonly double _scale;

    /// <param name="roads">The roads.</param>
    /// <param name="use">What draws people where.</param>
    /// <param name="meanFlow">Mean expected count of a fine cell in an ordinary slot with empty roads.</param>
    /// <param name="seed">Decides how drivers misjudge.</param>
    public CityTraffic(RoadNetwork roads, LandUse use, double meanFlow, long seed)
    {
        Hubs = Hub.Of(roads);
        Sources = [.. from hub in Enumerable.Range(0, Hubs.Count) from kind in Hubs[hub].Kinds select new TripSource(hub, kind)];
        var assignment = new Assignment(roads, use, Hubs, seed);
        _free = assignment.Assign(TravelCosts.Free(roads));
        _scale = meanFlow * roads.Ground.Cells / TotalOn(Rhythm.Shares);
        _peak = assignment.Assign(TravelCosts.Peak(roads, RushHour(roads.Ground.Cells)));
        _wet = assignment.Assign(TravelCosts.Wet(roads));
    }

    /// <summary>Where trips start.</summary>
    public IReadOnlyList<Hub> Hubs { get; }

    /// <summary>What the entries of a demand stand for.</summary>
    public IReadOnlyList<TripSource> Sources { get; }

    /// <summary>Fills <paramref name="expected"/>, [rows, columns], with the expected counts of a slot.</summary>
    /// <param name="demand">Trips of every source, 1 for all of an ordinary slot together.</param>
    /// <param name="roads">The state of the roads.</param>
    /// <param name="expected">One value a fine cell.</param>
    public void Expect(ReadOnlySpan<double> demand, RoadState roads, Span<float> expected)
    {
        expected.Clear();
        Add(_free, demand, 1 - roads.Peak - roads.Wet, expected);
        Add(_peak, demand, roads.Peak, expected);
        Add(_wet, demand, roads.Wet, expected);
    }

    /// <summary>Where more wants to pass than can, the rest queues and is not counted.</summary>
    public static void Queue(Span<float> expected)
    {
        foreach (ref var count in expected)
            count /= 1 + count / Jam;
    }

    private void Add(float[][] routes, ReadOnlySpan<double> demand, double weight, Span<float> expected)
    {
        if (weight <= 0)
            return;
        for (var source = 0; source < demand.Length; source++)
            AddScaled(routes[source], (float)(weight * _scale * demand[source]), expected);
    }

    /// <summary>A product and a sum apart, never fused, so that all processors round alike.</summary>
    private static void AddScaled(ReadOnlySpan<float> counts, float factor, Span<float> expected)
    {
        if (factor == 0)
            return;
        var sums = MemoryMarshal.Cast<float, Vector<float>>(expected);
        var terms = MemoryMarshal.Cast<float, Vector<float>>(counts);
        for (var i = 0; i < sums.Length; i++)
        {
            var product = terms[i] * factor;
            sums[i] += product;
        }

        for (var cell = sums.Length * Vector<float>.Count; cell < expected.Length; cell++)
        {
            var product = counts[cell] * factor;
            expected[cell] += product;
        }
    }

    private double TotalOn(Func<TripKind, double> share)
    {
        var total = 0.0;
        for (var source = 0; source < Sources.Count; source++)
        {
            foreach (var count in _free[source])
                total += share(Sources[source].Kind) * count;
        }

        return total;
    }

    private float[] RushHour(int cells)
    {
        var loads = new float[cells];
        Expect([.. Sources.Select(source => Rhythm.At(source.Kind, 8.5, free: false))], new(Peak: 0, Wet: 0), loads);
        return loads;
    }
}

/// <summary>One kind of trips from one hub.</summary>
internal readonly record struct TripSource(int Hub, TripKind Kind);

/// <summary>How people see the roads: shares of those who avoid queues, and of those who keep to the wide roads.</summary>
internal readonly record struct RoadState(double Peak, double Wet);
