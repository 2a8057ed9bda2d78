using FineFlow.Core.Sampling;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>A match, a concert, a fair: people come, and some hours later they leave.</summary>
/// <param name="Strength">Its share of the trips of an ordinary slot while they come or leave.</param>
/// <param name="Begins">Hour of the beginning.</param>
/// <param name="Ends">Hour of the end.</param>
internal sealed record CityEvent(double Strength, double Begins, double Ends)
{
    private const double Arrival = 1.5, Departure = 1;

    /// <summary>With some chance, an event at a venue.</summary>
    public static CityEvent? Draw(RandomStream random, double chance)
    {
        var (happens, strength, begins) = (random.NextDouble() < chance, 0.003 + 0.006 * random.NextDouble(), 9 + random.NextInt(11));
        return happens ? new(strength, begins, begins + 2 + random.NextInt(2)) : null;
    }

    /// <summary>Its trips in the slot at an hour.</summary>
    public double At(double hour) =>
        (hour >= Begins - Arrival && hour < Begins) || (hour >= Ends && hour < Ends + Departure) ? Strength : 0;
}
