using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Core.Sampling;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>Collects the slots of one split, one after the other.</summary>
internal sealed class SlotWriter(int slots)
{
    private readonly FlowMaps _fine = new(slots, 1, CityPlan.Size, CityPlan.Size);
    private readonly ExternalFactors _external = new(new float[slots * ExternalFactors.Columns]);
    private readonly long[] _time = new long[slots];
    private int _next;

    /// <summary>Draws the counts of a slot around their expected values, and notes its external factors and its time.</summary>
    public void Add(CityDay day, double hour, ReadOnlySpan<double> expected, RandomStream random)
    {
        var counts = _fine.Sample(_next);
        for (var cell = 0; cell < counts.Length; cell++)
            counts[cell] = PoissonNoise.Draw(random, expected[cell]);
        WriteExternal(day, hour, _external.Row(_next));
        _time[_next] = (long)(day.Date.ToDateTime(TimeOnly.MinValue).AddHours(hour) - DateTime.UnixEpoch).TotalSeconds;
        _next++;
    }

    /// <summary>The split, once all slots are in.</summary>
    public FlowSplit ToSplit(string name) => new(name, BlockSum.Coarsen(_fine, SmallCity.ScaleFactor), _fine, _external, _time);

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
