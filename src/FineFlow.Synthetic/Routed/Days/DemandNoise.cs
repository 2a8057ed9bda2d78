using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>How busy each source of trips is on one day: no two days are alike, and within a day it drifts.</summary>
internal sealed class DemandNoise
{
    private const int FirstHour = 7, HoursAKnot = 3, Knots = 6;
    private const double OverDays = 0.6, WithinDay = 0.45;

    private readonly double[] _factors;

    public DemandNoise(RandomStream random, int sources)
    {
        _factors = new double[sources * Knots];
        for (var source = 0; source < sources; source++)
        {
            var today = 1 + OverDays * (2 * random.NextDouble() - 1);
            for (var knot = 0; knot < Knots; knot++)
                _factors[source * Knots + knot] = today * (1 + WithinDay * (2 * random.NextDouble() - 1));
        }
    }

    /// <summary>The factor of a source at an hour, around 1.</summary>
    public double At(int source, double hour)
    {
        var position = (hour - FirstHour) / HoursAKnot;
        var knot = (int)position;
        var past = position - knot;
        return _factors[source * Knots + knot] * (1 - past) + _factors[source * Knots + knot + 1] * past;
    }
}
