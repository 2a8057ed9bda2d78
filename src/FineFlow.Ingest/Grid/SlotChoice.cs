using FineFlow.Core;

namespace FineFlow.Ingest.Grid;

/// <summary>The slots that become samples.</summary>
/// <param name="Slots">Their numbers, ascending.</param>
/// <param name="Empty">Number of slots between the first and the last left out because they have no row.</param>
/// <param name="Thin">Number left out because they have too few rows.</param>
/// <param name="ClockChange">Number left out because the clock was changed in them.</param>
internal sealed record SlotChoice(long[] Slots, int Empty, int Thin, int ClockChange)
{
    /// <summary>Removes the slots with too few rows from the maps, and returns the others.</summary>
    /// <exception cref="BadInputException">No slot remains.</exception>
    public static SlotChoice Of(SlotMaps maps, Tally tally, SlotClock clock, int minRows, string title)
    {
        var channels = Enumerable.Range(0, tally.Channels).ToArray();
        var thin = maps.Slots.Where(slot => channels.Sum(channel => maps.Rows(slot, channel)) < minRows).ToArray();
        foreach (var slot in thin)
        {
            Drop(slot, maps, tally);
        }

        if (maps.Slots.Count == 0)
        {
            throw new BadInputException(title, $"no row is left to count: {Fates(tally)}");
        }

        var (first, last) = (maps.Slots.Min(), maps.Slots.Max());
        var (existing, broken) = (0, 0);
        var slots = new List<long>();
        for (var slot = first; slot <= last; slot++)
        {
            broken += clock.IsBroken(slot) ? 1 : 0;
            if (clock.Exists(slot))
            {
                existing++;
                if (minRows == 0 || maps.Slots.Contains(slot))
                {
                    slots.Add(slot);
                }
            }
        }

        maps.CheckSize(slots.Count);
        var between = thin.Count(slot => slot > first && slot < last);
        return new([.. slots], existing - slots.Count - between, thin.Length, broken);
    }

    private static void Drop(long slot, SlotMaps maps, Tally tally)
    {
        for (var channel = 0; channel < tally.Channels; channel++)
        {
            tally.Add(channel, DropReason.None, -maps.Rows(slot, channel));
            tally.Add(channel, DropReason.ThinSlot, maps.Rows(slot, channel));
        }

        maps.Remove(slot);
    }

    private static string Fates(Tally tally) => string.Join(
        ", ",
        Enum.GetValues<DropReason>().Skip(1).Where(reason => tally[0, reason] > 0)
            .Select(reason => $"{tally[0, reason]} {reason.Words()}").DefaultIfEmpty("there are none"));
}
