using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Histories;
using FineFlow.Core.Sampling;

namespace FineFlow.Torch.Tests.Models.Histories;

/// <summary>A small city with times: whole counts from shares that depend on the hour and on the kind of day.</summary>
internal static class HistoryCity
{
    public const int Rows = 4;
    public const int Columns = 5;
    public const int Factor = 2;
    private const long FirstMonday = 4 * 86_400;

    /// <summary>Six slots a day.</summary>
    public static FlowSplit Split(string name, int firstDay, int days, int channels = 1, long seed = 1)
    {
        const int slotsOfDay = 6;
        var samples = days * slotsOfDay;
        var fine = new FlowMaps(new(samples, channels, Rows * Factor, Columns * Factor));
        var times = new long[samples];
        var random = new RandomStream(seed, firstDay);
        for (var sample = 0; sample < samples; sample++)
        {
            times[sample] = FirstMonday + ((firstDay + (sample / slotsOfDay)) * 86_400L) + (sample % slotsOfDay * 4 * 3600);
            var rest = (firstDay + (sample / slotsOfDay)) % 7 >= 5;
            for (var cell = 0; cell < fine.SampleLength; cell++)
            {
                var busy = cell * 7 % 11 == 0 ? 9 : 1 + (cell % 3);
                fine.Sample(sample)[cell] = random.NextInt(1 + (busy * (rest ? 1 : 2) * (1 + (sample % slotsOfDay)) / 3));
            }
        }

        return new(name, Core.Conservation.BlockSum.Coarsen(fine, Factor), fine, Time: times);
    }

    public static FineHistory History(FlowSplit split) => FineHistory.Of(split, factors: false, slotsPerDay: 6);
}
