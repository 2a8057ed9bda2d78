using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>What weather does to demand and to its modes: people stay at home, and those who go leave bicycle and bus for a car.</summary>
internal static class WeatherDemand
{
    /// <summary>Factor on the trips of a kind.</summary>
    public static double Of(TripKind kind, Weather weather)
    {
        var (wet, harsh) = (weather.Wetness, weather.Harsh ? 1 : 0);
        return kind switch
        {
            TripKind.ToWork or TripKind.ToHome => (1 + 0.15 * wet) * (1 - 0.15 * harsh),
            TripKind.Leisure => (1 - 0.45 * wet) * (1 - 0.40 * harsh),
            TripKind.Around => (1 + 0.45 * wet + 0.30 * weather.Discomfort) * (1 - 0.20 * harsh),
            _ => 1 - 0.10 * harsh,
        };
    }
}
