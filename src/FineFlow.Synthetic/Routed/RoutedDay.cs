using FineFlow.Core.Sampling;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Days;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Routed;

/// <summary>The counts of one day: what goes on in it, times the routes of the city.</summary>
internal sealed class RoutedDay(CityDay day, CityTraffic traffic, RandomStream random) : ICityDay
{
    private readonly double[] _demand = new double[traffic.Sources.Count];
    private float[]? _expected;

    public CalendarDay Calendar => day.Calendar;

    public Weather WeatherAt(double hour) => day.WeatherAt(hour);

    public void Draw(double hour, Span<float> counts)
    {
        _expected ??= new float[counts.Length];
        Expect(hour, _expected);
        for (var cell = 0; cell < counts.Length; cell++)
            counts[cell] = PoissonNoise.Draw(random, _expected[cell]);
    }

    /// <summary>Fills <paramref name="expected"/> with the expected count of every fine cell in the slot at an hour.</summary>
    public void Expect(double hour, Span<float> expected)
    {
        day.FillDemand(hour, traffic.Sources, _demand);
        traffic.Expect(_demand, day.RoadsAt(hour), expected);
        day.Divert(hour, expected);
        CityTraffic.Queue(expected);
    }
}
