using FineFlow.Core.Datasets;

namespace FineFlow.Core.Drift;

/// <summary>Coarse maps by days.</summary>
/// <param name="Days">The days in time order.</param>
/// <param name="AreKnown">Whether days are known; otherwise all slots are one day.</param>
internal sealed record CountedDays(IReadOnlyList<CountedDay> Days, bool AreKnown)
{
    /// <summary>
    /// The days with at least half the slots of the fullest one; others look different only because most of them is missing.
    /// </summary>
    public IReadOnlyList<CountedDay> Whole
    {
        get
        {
            var most = Days.Max(day => day.Samples.Count);
            return [.. Days.Where(day => 2 * day.Samples.Count >= most)];
        }
    }

    /// <summary>Sorts slots into days and counts them.</summary>
    /// <param name="inputs">Coarse maps, and what is known of their times; at least one.</param>
    /// <param name="slotsPerDay">Slots of a day, for slots of which neither time nor day of the week is known; null where unknown.</param>
    /// <param name="edges">The bins of counts.</param>
    public static CountedDays Of(FlowInputs inputs, int? slotsPerDay, double[] edges)
    {
        var weekdays = SlotCalendar.WeekdaysOf(inputs.External);
        var dayOf = SlotCalendar.DaysOf(inputs.Samples, inputs.Time, weekdays, slotsPerDay);
        var days = new SortedDictionary<long, CountedDay>();
        for (var sample = 0; sample < inputs.Samples; sample++)
        {
            var number = dayOf?[sample] ?? 0;
            if (!days.TryGetValue(number, out var day))
            {
                days[number] = day = new(number, [], new(edges, inputs.Coarse.SampleLength));
            }

            day.Samples.Add(sample);
            day.Tally.Add(
                inputs.Coarse.Sample(sample),
                inputs.Mask is { } mask ? mask.Sample(sample) : default(Span<float>),
                SlotCalendar.HourOf(sample, inputs.Time, inputs.External));
        }

        return new([.. days.Values], dayOf is not null);
    }
}

/// <summary>A day of coarse maps.</summary>
/// <param name="Number">Its number since 1970, or since the first slot where times are unknown.</param>
/// <param name="Samples">The numbers of its slots.</param>
/// <param name="Tally">Its counts.</param>
internal sealed record CountedDay(long Number, List<int> Samples, CountTally Tally);
