using FineFlow.Core;
using FineFlow.Synthetic.Routed.Days;
using FineFlow.Synthetic.Routed.Traffic;

namespace FineFlow.Synthetic.Tests.Routed.Days;

public class CityDayTests
{
    private static readonly TripSource[] Sources =
    [
        .. Hub.Of(TestCity.Default.Roads).SelectMany((hub, number) => hub.Kinds.Select(kind => new TripSource(number, kind))),
    ];

    [Theory]
    [InlineData(2013, 9, 19, true)]
    [InlineData(2013, 9, 22, false)]
    [InlineData(2013, 10, 7, true)]
    [InlineData(2014, 2, 6, true)]
    [InlineData(2014, 2, 7, false)]
    [InlineData(2016, 2, 13, true)]
    public void Public_holidays_are_those_of_the_years_of_TaxiBJ(int year, int month, int day, bool holiday) =>
        Assert.Equal(holiday, Day(new(year, month, day)).Calendar.Holiday);

    [Fact]
    public void At_the_Spring_Festival_half_the_city_is_away()
    {
        Assert.True(MeanDemand(new(2016, 2, 8), 5) < 0.65 * MeanDemand(new(2016, 1, 11), 5));
    }

    [Fact]
    public void Offices_rest_on_free_days()
    {
        var (workday, free) = (Demand(Day(new(2015, 4, 8)), 8.5), Demand(Day(new(2015, 4, 11)), 8.5));
        Assert.True(Of(TripKind.ToWork, free) < 0.4 * Of(TripKind.ToWork, workday));
    }

    [Fact]
    public void People_come_to_an_event_and_leave_it_and_are_not_on_the_road_in_between()
    {
        int[] venues = [.. Enumerable.Range(0, Sources.Length).Where(source => Sources[source].Kind == TripKind.Event)];
        var days = Enumerable.Range(0, 40).Select(number => Day(new DateOnly(2015, 4, 1).AddDays(number)))
            .Select(day => Enumerable.Range(0, 30).Select(slot => Demand(day, 7 + slot / 2.0)).ToArray());
        var profiles = days.SelectMany(slots => venues.Select(venue => slots.Select(demand => demand[venue]).ToArray())).ToArray();
        var events = profiles.Where(profile => profile.Any(trips => trips > 0)).ToArray();
        Assert.InRange(events.Length, 0.08 * profiles.Length, 0.35 * profiles.Length);
        Assert.Contains(events, profile =>
            profile.Count(trips => trips > 0) == 5 && profile.SkipWhile(trips => trips == 0).ElementAt(3) == 0);
    }

    [Fact]
    public void A_closed_road_sends_its_traffic_around_and_loses_none()
    {
        var roads = TestCity.Default.Roads;
        var closed = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var before = roads.Class.Select(road => 10f * (int)road).ToArray();
            var after = before.ToArray();
            new Closure(new(seed), roads).Divert(after);
            Assert.Equal(before.Sum(), after.Sum(), 0.5f);
            var emptied = Enumerable.Range(0, before.Length).Where(cell => after[cell] < before[cell]).ToArray();
            Assert.All(emptied, cell => Assert.Equal(before[cell] / 10, after[cell], 1e-3f));
            closed += emptied.Length > 0 ? 1 : 0;
        }

        Assert.True(closed > 20);
    }

    [Fact]
    public void Weather_shifts_demand_and_modes()
    {
        Assert.True(Change(WeatherClasses.HeavyRain, TripKind.Leisure) < 1);
        Assert.True(Change(WeatherClasses.HeavyRain, TripKind.ToWork) > 1);
        Assert.True(Change(WeatherClasses.HeavyRain, TripKind.Around) > Change(WeatherClasses.HeavyRain, TripKind.ToWork));
        Assert.True(Change(WeatherClasses.HeavySnow, TripKind.ToHome) < 1);
        Assert.True(Change(WeatherClasses.Dusty, TripKind.Gateway) < 1);

        static double Change(int weather, TripKind kind) =>
            WeatherDemand.Of(kind, new(weather, 17, 5)) / WeatherDemand.Of(kind, new(WeatherClasses.Sunny, 17, 5));
    }

    private static CityDay Day(DateOnly date) => new(date, 1, new(1, date.DayNumber), TestCity.Default.Roads, Sources);

    private static double[] Demand(CityDay day, double hour)
    {
        var demand = new double[Sources.Length];
        day.FillDemand(hour, Sources, demand);
        return demand;
    }

    private static double MeanDemand(DateOnly first, int days) =>
        Enumerable.Range(0, days).Average(number => Demand(Day(first.AddDays(number)), 14).Sum());

    private static double Of(TripKind kind, double[] demand) =>
        Sources.Zip(demand).Where(pair => pair.First.Kind == kind).Sum(pair => pair.Second);
}
