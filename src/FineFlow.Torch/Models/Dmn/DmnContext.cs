using FineFlow.Core;
using FineFlow.Core.Histories;
using FineFlow.Torch.Models.Histories;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>The context vector of a slot: time of day, day and weather through two layers, [B, d].</summary>
internal sealed class DmnContext : nn.Module<PresentSlots, Tensor>
{
    private const int Weekdays = 7;
    private const int ClockFeatures = 4 + 2 + Weekdays;

    /// <summary>Features of the weather.</summary>
    internal const int WeatherFeatures = 3;

    /// <summary>Temperature of which the feature is 1, in degrees Celsius.</summary>
    internal const float UsualTemperature = 20;

    /// <summary>Wind speed of which the feature is 1, in miles per hour.</summary>
    internal const float UsualWind = 20;

    [ComponentName(Name = "layers")]
    private readonly Sequential _layers;

    public DmnContext(int channels)
        : base(nameof(DmnContext))
    {
        _layers = nn.Sequential(
            nn.Linear(ClockFeatures + WeatherFeatures, channels), nn.SiLU(), nn.Linear(channels, channels), nn.SiLU());
        RegisterComponents();
    }

    public override Tensor forward(PresentSlots slots)
    {
        using var scope = NewDisposeScope();
        var clocks = TensorData.From([.. slots.Clocks.SelectMany(Features)], slots.Clocks.Length, ClockFeatures)
            .to(slots.Coarse.dtype, slots.Coarse.device);
        return scope.MoveToOuter(_layers.call(cat([clocks, Weather(slots)], 1)));
    }

    /// <summary>
    /// Returns sines and cosines of the clock and of twice it, rest day, whether the clock is known, and the weekday as one of seven.
    /// </summary>
    private static float[] Features(SlotClock clock)
    {
        var features = new float[ClockFeatures];
        if (clock.Second >= 0)
        {
            var angle = 2 * MathF.PI * (float)clock.Hour / 24;
            (features[0], features[1]) = MathF.SinCos(angle);
            (features[2], features[3]) = MathF.SinCos(2 * angle);
            features[5] = 1;
        }

        features[4] = clock.IsRestDay ? 1 : 0;
        if (clock.Weekday >= 0)
        {
            features[6 + clock.Weekday] = 1;
        }

        return features;
    }

    /// <summary>Temperature, wind and whether the weather is worse than its best class; zeros where nothing is known.</summary>
    private static Tensor Weather(PresentSlots slots)
    {
        if (slots.External is not { } external)
        {
            return zeros(slots.Clocks.Length, WeatherFeatures, slots.Coarse.dtype, slots.Coarse.device);
        }

        return stack(
            [
                external[.., TaxiBjColumns.Temperature] / UsualTemperature,
                external[.., TaxiBjColumns.WindSpeed] / UsualWind,
                (external[.., TaxiBjColumns.Weather] > 1).to(slots.Coarse.dtype),
            ],
            1);
    }
}
