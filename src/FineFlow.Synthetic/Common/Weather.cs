using FineFlow.Core;

namespace FineFlow.Synthetic.Common;

/// <summary>The weather at an hour: what <c>ext.npy</c> says of it.</summary>
/// <param name="Class">Weather class 1 .. 17, see <see cref="WeatherClasses"/>.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Wind">Miles per hour.</param>
internal readonly record struct Weather(int Class, double Temperature, double Wind)
{
    /// <summary>0 dry .. 1 a downpour or snow on all roads.</summary>
    public double Wetness => Class switch
    {
        WeatherClasses.Sprinkle or WeatherClasses.LightSnow => 0.4,
        WeatherClasses.ModerateRain or WeatherClasses.ModerateSnow => 0.7,
        WeatherClasses.HeavyRain or WeatherClasses.Rainstorm or WeatherClasses.Thunderstorm or WeatherClasses.HeavySnow => 1,
        _ => 0,
    };

    /// <summary>Whether nobody is out without need: deep snow, dust, thick haze.</summary>
    public bool Harsh => Class is WeatherClasses.HeavySnow or WeatherClasses.Sandstorm or WeatherClasses.Dusty or WeatherClasses.Foggy;

    /// <summary>0 mild .. 1 so cold or so hot that nobody walks.</summary>
    public double Discomfort => Math.Clamp((Math.Abs(Temperature - 17) - 8) / 15, 0, 1);
}
