using FineFlow.Core;
using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic;

/// <summary>Collects the slots of one split, one after the other.</summary>
internal sealed class SlotWriter(int slots)
{
    private const int CoarseSize = CityPlan.Size / SmallCity.ScaleFactor;

    private int _next;

    /// <summary>The split that is being filled.</summary>
    public FlowSplit Split { get; } = new(
        new FlowMaps(slots, 1, CoarseSize, CoarseSize),
        new FlowMaps(slots, 1, CityPlan.Size, CityPlan.Size),
        new ExternalFactors(new float[slots * ExternalFactors.Columns]),
        new long[slots]);

    /// <summary>Draws the counts of a slot around their expected values, and notes its external factors and its time.</summary>
    public void Add(CityDay day, double hour, ReadOnlySpan<double> expected, RandomStream random)
    {
        var fine = Split.Fine.Sample(_next);
        var coarse = Split.Coarse.Sample(_next);
        for (var cell = 0; cell < fine.Length; cell++)
        {
            fine[cell] = PoissonNoise.Draw(random, expected[cell]);
            coarse[cell / CityPlan.Size / SmallCity.ScaleFactor * CoarseSize + cell % CityPlan.Size / SmallCity.ScaleFactor] += fine[cell];
        }

        WriteExternal(day, hour, Split.External.Row(_next));
        Split.Time[_next] = (long)(day.Date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalSeconds + (long)(hour * 3600);
        _next++;
    }

    private static void WriteExternal(CityDay day, double hour, Span<float> row)
    {
        row[0] = (float)Math.Round(day.Weather.Temperature(hour), 1);
        row[1] = (float)Math.Round(day.Weather.Wind(hour), 1);
        row[2] = day.Holiday ? 1 : 0;
        row[3] = day.Weekend ? 1 : 0;
        row[ExternalFactors.Day] = day.DayOfWeek;
        row[ExternalFactors.Hour] = (int)hour;
        row[ExternalFactors.Weather] = day.Weather.Class(hour);
    }
}
