namespace FineFlow.Ingest.Synthetic.Days;

/// <summary>The weather at an hour: what <c>ext.npy</c> says of it.</summary>
/// <param name="Class">Weather class 1 .. 17, see <see cref="WeatherClass"/>.</param>
/// <param name="Temperature">Degrees Celsius.</param>
/// <param name="Wind">Miles per hour.</param>
internal readonly record struct Weather(int Class, double Temperature, double Wind)
{
    /// <summary>0 dry .. 1 a downpour or snow on all roads.</summary>
    public double Wetness => Class switch
    {
        WeatherClass.Sprinkle or WeatherClass.LightSnow => 0.4,
        WeatherClass.ModerateRain or WeatherClass.ModerateSnow => 0.7,
        WeatherClass.HeavyRain or WeatherClass.Rainstorm or WeatherClass.Thunderstorm or WeatherClass.HeavySnow => 1,
        _ => 0,
    };

    /// <summary>Whether nobody is out without need: deep snow, dust, thick haze.</summary>
    public bool Harsh => Class is WeatherClass.HeavySnow or WeatherClass.Sandstorm or WeatherClass.Dusty or WeatherClass.Foggy;

    /// <summary>0 mild .. 1 so cold or so hot that nobody walks.</summary>
    public double Discomfort => Math.Clamp((Math.Abs(Temperature - 17) - 8) / 15, 0, 1);
}

/// <summary>The weather classes of TaxiBJ that occur here, counted from 1.</summary>
internal static class WeatherClass
{
    public const int Sunny = 1, Cloudy = 2, Overcast = 3, Sprinkle = 5, ModerateRain = 6, HeavyRain = 7, Rainstorm = 8, Thunderstorm = 9;
    public const int LightSnow = 12, ModerateSnow = 13, HeavySnow = 14, Foggy = 15, Sandstorm = 16, Dusty = 17;
}
