using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Plan;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Routed.Days;

/// <summary>One day of the city: calendar, weather, events, closed roads, and how much is going on in each zone.</summary>
internal sealed class CityDay
{
    private const double EventOnFreeDay = 0.3, EventOnWorkday = 0.12;

    private readonly double _level, _avoidance;
    private readonly Climate _climate;
    private readonly DemandNoise _noise;
    private readonly CityEvent?[] _events;
    private readonly Closure[] _closures;

    /// <param name="date">The day.</param>
    /// <param name="seed">The city's seed.</param>
    /// <param name="random">The day's own random numbers.</param>
    /// <param name="roads">Where roads can be closed.</param>
    /// <param name="sources">Whose demand this day decides.</param>
    public CityDay(DateOnly date, long seed, RandomStream random, RoadNetwork roads, IReadOnlyList<TripSource> sources)
    {
        Calendar = new(date, Holidays.Contains(date));
        _climate = new(seed, random, date);
        _level = (0.9 + 0.2 * random.NextDouble()) * (Holidays.IsSpringFestival(date) ? 0.55 : Calendar.Holiday ? 0.85 : 1);
        _avoidance = 0.3 + 0.7 * random.NextDouble();
        _noise = new(random, sources.Count);
        var eventChance = Calendar.Free ? EventOnFreeDay : EventOnWorkday;
        _events = [.. sources.Select(source => source.Kind == TripKind.Event ? CityEvent.Draw(random, eventChance) : null)];
        _closures = [.. Enumerable.Range(0, 8 + random.NextInt(9)).Select(_ => new Closure(random, roads))];
    }

    /// <summary>The day in the calendar.</summary>
    public CalendarDay Calendar { get; }

    /// <summary>The weather at an hour.</summary>
    public Weather WeatherAt(double hour) => _climate.At(hour);

    /// <summary>How people see the roads at an hour.</summary>
    public RoadState RoadsAt(double hour)
    {
        var wet = 0.9 * WeatherAt(hour).Wetness;
        return new((1 - wet) * _avoidance * Rhythm.Peak(hour, Calendar.Free), wet);
    }

    /// <summary>Trips of every source in the slot at an hour; about 1 for all together.</summary>
    public void FillDemand(double hour, IReadOnlyList<TripSource> sources, Span<double> demand)
    {
        var weather = WeatherAt(hour);
        for (var source = 0; source < demand.Length; source++)
        {
            var kind = sources[source].Kind;
            demand[source] = _level * (kind == TripKind.Event
                ? _events[source]?.At(hour) ?? 0
                : Rhythm.At(kind, hour, Calendar.Free) * WeatherDemand.Of(kind, weather) * _noise.At(source, hour));
        }
    }

    /// <summary>Leads traffic around the roads that are closed at an hour.</summary>
    public void Divert(double hour, Span<float> expected)
    {
        foreach (var closure in _closures)
        {
            if (closure.IsOn(hour))
                closure.Divert(expected);
        }
    }
}
