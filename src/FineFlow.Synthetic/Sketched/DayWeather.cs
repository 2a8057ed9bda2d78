using FineFlow.Core;
using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Sketched;

/// <summary>The weather of one day: a dry sky, and on many days some hours of rain.</summary>
internal sealed class DayWeather
{
    private const int HottestDay = 196;

    private readonly int _sky, _rain;
    private readonly double _from, _until, _warmth, _wind;

    public DayWeather(RandomStream random, DateOnly date)
    {
        _sky = 1 + random.NextInt(WeatherClasses.Overcast);
        _rain = WeatherClasses.Sprinkle + random.NextInt(WeatherClasses.HeavyRain - WeatherClasses.Sprinkle + 1);
        var rains = random.NextDouble() < 0.55;
        _from = rains ? 6 + 12 * random.NextDouble() : 24;
        _until = _from + 3 + 7 * random.NextDouble();
        _warmth = 23 - 0.13 * Math.Abs(date.DayOfYear - HottestDay) + 6 * (random.NextDouble() - 0.5);
        _wind = 2 + 12 * random.NextDouble();
    }

    /// <summary>Returns the weather at an hour, rounded as a station reports it; half past two is the warmest.</summary>
    public Weather At(double hour)
    {
        var sky = new Weather(hour >= _from && hour < _until ? _rain : _sky, Temperature: 0, Wind: 0);
        var temperature = _warmth + 6 - (hour - 14.5) * (hour - 14.5) / 8 - 4 * sky.Wetness;
        return sky with { Temperature = Math.Round(temperature, 1), Wind = Math.Round(_wind + 5 * sky.Wetness, 1) };
    }
}
