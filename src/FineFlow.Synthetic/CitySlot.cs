using FineFlow.Core;
using FineFlow.Synthetic.Common;

namespace FineFlow.Synthetic;

/// <summary>One generated time slot.</summary>
/// <param name="Fine">Counts, [1, 1, rows, columns].</param>
/// <param name="External">The seven external factors, see <see cref="ExternalFactors"/>.</param>
/// <param name="Time">The slot's start in seconds since 1970 on the local clock.</param>
internal sealed record CitySlot(FlowMaps Fine, float[] External, long Time)
{
    /// <summary>Describes the counts of a slot with its external factors and its time.</summary>
    public static CitySlot Create(FlowMaps fine, CalendarDay day, double hour, Weather weather)
    {
        var row = new float[TaxiBjColumns.Count];
        (row[0], row[1]) = ((float)weather.Temperature, (float)weather.Wind);
        (row[2], row[3]) = (day.Holiday ? 1 : 0, day.Weekend ? 1 : 0);
        (row[TaxiBjColumns.Day], row[TaxiBjColumns.Hour], row[TaxiBjColumns.Weather]) = (day.DayOfWeek, (int)hour, weather.Class);
        var time = (long)(day.Date.ToDateTime(TimeOnly.MinValue).AddHours(hour) - DateTime.UnixEpoch).TotalSeconds;
        return new(fine, row, time);
    }
}
