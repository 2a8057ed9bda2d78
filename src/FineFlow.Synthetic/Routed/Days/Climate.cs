using FineFlow.Core;
using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>
/// The weather of one day in a city with hot wet summers, dry cold winters and dusty springs. It depends on seed and day alone.
/// </summary>
internal sealed class Climate
{
    private const int SpellDays = 4;
    private const long SpellStreams = 1L << 40;

    private static readonly double[] Warmth = [-3, 0, 7, 15, 21, 25, 27, 26, 21, 13, 5, -1];
    private static readonly double[] WetDays = [0.08, 0.10, 0.12, 0.18, 0.22, 0.36, 0.46, 0.42, 0.28, 0.18, 0.14, 0.10];

    private readonly double _warmth, _wind, _from, _until;
    private readonly int _sky, _falling;

    /// <param name="seed">The city's seed.</param>
    /// <param name="random">The day's own random numbers.</param>
    /// <param name="date">The day.</param>
    public Climate(long seed, RandomStream random, DateOnly date)
    {
        _warmth = Normal(date) + Spell(seed, date) + 2 * (random.NextDouble() - 0.5);
        _wind = 1 + 9 * random.NextDouble() + 16 * Math.Max(0, random.NextDouble() - 0.6);
        _sky = Sky(random.NextDouble(), date.Month);
        var wet = random.NextDouble() < WetDays[date.Month - 1];
        _from = wet ? 4 + 16 * random.NextDouble() : 24;
        _until = _from + 2 + 9 * random.NextDouble();
        var strength = random.NextInt(20);
        _falling = _warmth > 1 ? Rain(strength, date.Month is >= 6 and <= 8) : Snow(strength);
    }

    /// <summary>The weather at an hour, rounded as a station reports it.</summary>
    public Weather At(double hour)
    {
        var falls = hour >= _from && hour < _until;
        var past = hour - 14.5;
        var temperature = Math.Clamp(_warmth + 4 - past * past / 9 - (falls ? 2 : 0), -24.6, 41);
        return new(falls ? _falling : _sky, Math.Round(temperature, 1), Math.Round(Math.Min(48.6, _wind + (falls ? 4 : 0)), 1));
    }

    /// <summary>Between the middles of the months, linear.</summary>
    private static double Normal(DateOnly date)
    {
        var months = date.Month - 1 + (date.Day - 15) / 30.0;
        var month = (int)Math.Floor(months);
        var past = months - month;
        return Warmth[(month + 12) % 12] * (1 - past) + Warmth[(month + 1) % 12] * past;
    }

    /// <summary>Warm and cold spells of some days.</summary>
    private static double Spell(long seed, DateOnly date)
    {
        var (spell, day) = Math.DivRem(date.DayNumber, SpellDays);
        var past = (double)day / SpellDays;
        return 10 * (Knot(spell) * (1 - past) + Knot(spell + 1) * past - 0.5);

        double Knot(int number) => new RandomStream(seed, SpellStreams + number).NextDouble();
    }

    private static int Sky(double chance, int month) => (chance, month) switch
    {
        ( < 0.12, >= 11 or <= 2) => WeatherClasses.Foggy,
        ( < 0.02, >= 3 and <= 5) => WeatherClasses.Sandstorm,
        ( < 0.08, >= 3 and <= 5) => WeatherClasses.Dusty,
        ( < 0.50, _) => WeatherClasses.Sunny,
        ( < 0.80, _) => WeatherClasses.Cloudy,
        _ => WeatherClasses.Overcast,
    };

    private static int Rain(int strength, bool summer) => strength switch
    {
        < 9 => WeatherClasses.Sprinkle,
        < 14 => WeatherClasses.ModerateRain,
        < 17 => WeatherClasses.HeavyRain,
        _ => summer ? (strength == 19 ? WeatherClasses.Rainstorm : WeatherClasses.Thunderstorm) : WeatherClasses.ModerateRain,
    };

    private static int Snow(int strength) => strength switch
    {
        < 10 => WeatherClasses.LightSnow,
        < 16 => WeatherClasses.ModerateSnow,
        _ => WeatherClasses.HeavySnow,
    };
}
