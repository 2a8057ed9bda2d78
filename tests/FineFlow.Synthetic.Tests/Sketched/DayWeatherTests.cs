using FineFlow.Synthetic.Sketched;

namespace FineFlow.Synthetic.Tests.Sketched;

public class DayWeatherTests
{
    private static readonly DateOnly First = CityPreset.Small.FirstDay;

    [Fact]
    public void All_year_round_the_weather_is_weather_and_summer_is_the_warm_season()
    {
        var noons = new List<double>();
        for (var day = 0; day < 3 * 365; day++)
        {
            var weather = new DayWeather(new(3, day), First.AddDays(day));
            noons.Add(weather.At(12).Temperature);
            for (var hour = 7.0; hour < 22; hour += 0.5)
            {
                Assert.InRange(weather.At(hour).Temperature, -24.6, 41);
                Assert.InRange(weather.At(hour).Wind, 0, 48.6);
                Assert.InRange(weather.At(hour).Class, 1, 17);
            }
        }

        // The first day is in April: a hundred days on it is summer, half a year later winter.
        Assert.True(noons[90..110].Average() > noons[270..290].Average() + 15);
    }

    [Fact]
    public void Rain_comes_and_goes_within_a_day()
    {
        var changes = Enumerable.Range(0, 100).Select(day => new DayWeather(new(3, day), First.AddDays(day)))
            .Count(weather => Enumerable.Range(7, 15).Select(hour => weather.At(hour).Wetness > 0).Distinct().Count() == 2);
        Assert.InRange(changes, 30, 70);
    }
}
