using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>The weather of one day: a dry sky, and on many days some hours of rain. Classes are those of TaxiBJ, counted from 1.</summary>
internal sealed class DayWeather
{
    private const int Overcast = 3, Sprinkle = 5, ModerateRain = 6, HeavyRain = 7;

    private const int HottestDay = 196;

    private readonly int _sky, _rain;
    private readonly double _from, _until, _warmth, _wind;

    public DayWeather(RandomStream random, DateOnly date)
    {
        _sky = 1 + random.NextInt(Overcast);
        _rain = Sprinkle + random.NextInt(HeavyRain - Sprinkle + 1);
        var rains = random.NextDouble() < 0.55;
        _from = rains ? 6 + 12 * random.NextDouble() : 24;
        _until = _from + 3 + 7 * random.NextDouble();
        _warmth = 23 - 0.13 * Math.Abs(date.DayOfYear - HottestDay) + 6 * (random.NextDouble() - 0.5);
        _wind = 2 + 12 * random.NextDouble();
    }

    /// <summary>Weather class 1 .. 17 at an hour.</summary>
    public int Class(double hour) => hour >= _from && hour < _until ? _rain : _sky;

    /// <summary>0 dry .. 1 heavy rain.</summary>
    public double Wetness(double hour) => Class(hour) switch
    {
        Sprinkle => 0.4,
        ModerateRain => 0.7,
        HeavyRain => 1,
        _ => 0,
    };

    /// <summary>Degrees Celsius, warmest at half past two.</summary>
    public double Temperature(double hour) => _warmth + 6 - (hour - 14.5) * (hour - 14.5) / 8 - 4 * Wetness(hour);

    /// <summary>Miles per hour.</summary>
    public double Wind(double hour) => _wind + 5 * Wetness(hour);
}
