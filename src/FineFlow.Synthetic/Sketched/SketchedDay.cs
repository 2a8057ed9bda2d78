using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic.Sketched;

/// <summary>What is particular about one day: calendar, weather, and the events that no timetable knows.</summary>
internal sealed class SketchedDay : ICityDay
{
    private readonly RandomStream _random;
    private readonly CityTraffic _traffic;
    private readonly DayWeather _weather;
    private readonly double[] _expected = new double[CityPlan.Cells];

    /// <summary>Draws the day.</summary>
    public SketchedDay(DateOnly date, RandomStream random, CityPlan plan, CityTraffic traffic)
    {
        (_random, _traffic) = (random, traffic);
        Calendar = new(date, Holiday: date is { Month: 1 or 5 or 10, Day: 1 });
        _weather = new DayWeather(random, date);
        Demand = 0.7 + 0.6 * random.NextDouble();
        if (random.NextDouble() < (Calendar.Free ? 0.6 : 0.3))
            Gatherings.AddRange(Gathering.DrawMatch(random));
        for (var i = random.NextInt(3); i > 0; i--)
            Gatherings.Add(Gathering.DrawAnywhere(random));
        for (var i = 2 + random.NextInt(3); i > 0; i--)
            Incidents.Add(new Incident(random, plan));
    }

    public CalendarDay Calendar { get; }

    /// <summary>How busy the whole city is, around 1.</summary>
    public double Demand { get; }

    /// <summary>Crowds at a place.</summary>
    public List<Gathering> Gatherings { get; } = [];

    /// <summary>Closed stretches of arterials.</summary>
    public List<Incident> Incidents { get; } = [];

    public Weather WeatherAt(double hour) => _weather.At(hour);

    public void Draw(double hour, Span<float> counts)
    {
        _traffic.Expect(this, hour, _expected);
        for (var cell = 0; cell < counts.Length; cell++)
            counts[cell] = PoissonNoise.Draw(_random, _expected[cell]);
    }
}
