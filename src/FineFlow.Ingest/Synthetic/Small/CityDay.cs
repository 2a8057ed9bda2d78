using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>What is particular about one day: calendar, weather, and the events that no timetable knows.</summary>
internal sealed class CityDay
{
    /// <summary>The first day of every small city, a Monday.</summary>
    public static readonly DateOnly First = new(2026, 4, 6);

    /// <summary>The day with a number counted from <see cref="First"/>.</summary>
    public CityDay(int number, RandomStream random, CityPlan plan)
    {
        Date = First.AddDays(number);
        Weather = new DayWeather(random, Date);
        Demand = 0.7 + 0.6 * random.NextDouble();
        if (random.NextDouble() < (Free ? 0.6 : 0.3))
            Gatherings.AddRange(Gathering.Match(random));
        for (var i = random.NextInt(3); i > 0; i--)
            Gatherings.Add(Gathering.Somewhere(random));
        for (var i = 2 + random.NextInt(3); i > 0; i--)
            Incidents.Add(new Incident(random, plan));
    }

    /// <summary>The calendar day.</summary>
    public DateOnly Date { get; }

    /// <summary>1 Monday .. 7 Sunday.</summary>
    public int DayOfWeek => Date.DayOfWeek == System.DayOfWeek.Sunday ? 7 : (int)Date.DayOfWeek;

    /// <summary>Saturday or Sunday.</summary>
    public bool Weekend => DayOfWeek >= 6;

    /// <summary>A public holiday: New Year, Labour Day, National Day.</summary>
    public bool Holiday => Date is { Month: 1 or 5 or 10, Day: 1 };

    /// <summary>Offices are closed.</summary>
    public bool Free => Weekend || Holiday;

    /// <summary>Weather over the day.</summary>
    public DayWeather Weather { get; }

    /// <summary>How busy the whole city is, around 1.</summary>
    public double Demand { get; }

    /// <summary>Crowds at a place.</summary>
    public List<Gathering> Gatherings { get; } = [];

    /// <summary>Closed stretches of arterials.</summary>
    public List<Incident> Incidents { get; } = [];
}
