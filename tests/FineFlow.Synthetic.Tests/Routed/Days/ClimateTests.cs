using FineFlow.Core;
using FineFlow.Synthetic.Common;
using FineFlow.Synthetic.Routed.Days;

namespace FineFlow.Synthetic.Tests.Routed.Days;

public class ClimateTests
{
    private static readonly DateOnly First = new(2013, 7, 1);

    private static readonly Weather[][] Days = [.. Enumerable.Range(0, 1005).Select(day => Enumerable.Range(0, 30)
        .Select(slot => new Climate(9, new(9, day), First.AddDays(day)).At(7 + slot / 2.0)).ToArray())];

    [Fact]
    public void All_weather_is_in_the_published_ranges() => Assert.All(Days.SelectMany(day => day), weather =>
    {
        Assert.InRange(weather.Temperature, -24.6, 41);
        Assert.InRange(weather.Wind, 0, 48.6);
        Assert.InRange(weather.Class, 1, 17);
        Assert.InRange(weather.Wetness, 0, 1);
    });

    [Fact]
    public void Summers_are_hot_and_wet_and_winters_are_cold_and_dry()
    {
        var (summer, winter) = (Month(7), Month(1));
        Assert.InRange(summer.Average(weather => weather.Temperature), 25, 31);
        Assert.InRange(winter.Average(weather => weather.Temperature), -5, 3);
        Assert.True(summer.Average(weather => weather.Wetness) > 3 * winter.Average(weather => weather.Wetness));
    }

    [Fact]
    public void Snow_falls_in_the_cold_and_rain_in_the_warm()
    {
        var slots = Days.SelectMany(day => day).ToArray();
        var snow = slots.Where(weather => weather.Class is >= WeatherClasses.LightSnow and <= WeatherClasses.HeavySnow).ToArray();
        var rain = slots.Where(weather => weather.Class is >= WeatherClasses.Sprinkle and <= WeatherClasses.Thunderstorm).ToArray();
        Assert.NotEmpty(snow);
        Assert.True(snow.Max(weather => weather.Temperature) < 6);
        Assert.True(rain.Min(weather => weather.Temperature) > -6);
        Assert.True(slots.Select(weather => weather.Class).Distinct().Count() >= 13);
    }

    [Fact]
    public void One_day_is_like_the_next_more_than_like_one_a_fortnight_later()
    {
        var noons = Days.Select(day => day[10].Temperature).ToArray();
        Assert.True(Distance(1) < 0.6 * Distance(14));

        double Distance(int days) => noons.Skip(days).Zip(noons, (later, now) => Math.Abs(later - now)).Average();
    }

    private static Weather[] Month(int month) =>
        [.. Enumerable.Range(0, Days.Length).Where(day => First.AddDays(day).Month == month).SelectMany(day => Days[day])];
}
