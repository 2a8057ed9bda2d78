using FineFlow.Core.Sampling;

namespace FineFlow.Core.Tests.Drift;

/// <summary>Coarse counts of a city that does not change: rush hours, quiet weekends, days of more and of fewer trips.</summary>
internal static class MadeUpCity
{
    public const int Side = 6, SlotsOfDay = 24, TrainDays = 35, LaterDays = 10;

    private const long Monday = 1_704_067_200; // 2024-01-01

    /// <summary>Returns the days of training and those after them.</summary>
    public static (FlowInputs Train, FlowInputs Later) Create(long seed)
    {
        var random = new RandomStream(seed);
        double[] means = [.. Enumerable.Range(0, Side * Side).Select(_ => 40 * Math.Exp(1.2 * random.NextGaussian()))];
        return (Days(0, TrainDays), Days(TrainDays, LaterDays));

        FlowInputs Days(int first, int count)
        {
            var maps = new FlowMaps(new(count * SlotsOfDay, 1, Side, Side));
            for (var slot = 0; slot < maps.Samples; slot++)
            {
                var (day, hour) = (first + (slot / SlotsOfDay), slot % SlotsOfDay);
                var level = slot % SlotsOfDay == 0 ? Math.Exp(0.1 * random.NextGaussian()) : 1;
                var rush = 0.2 + Math.Exp(-Math.Pow((hour - 9) / 3.0, 2)) + Math.Exp(-Math.Pow((hour - 18) / 2.5, 2));
                var share = rush * level * (day % 7 >= 5 ? 0.7 : 1);
                var counts = maps.Sample(slot);
                for (var cell = 0; cell < counts.Length; cell++)
                {
                    var mean = means[cell] * share;
                    counts[cell] = (float)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * random.NextGaussian())));
                }
            }

            return new(maps, Time: [.. Enumerable.Range(first * SlotsOfDay, maps.Samples).Select(hour => Monday + (3600L * hour))]);
        }
    }
}
