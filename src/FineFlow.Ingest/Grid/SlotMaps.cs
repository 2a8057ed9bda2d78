using FineFlow.Core;

namespace FineFlow.Ingest.Grid;

/// <summary>The counted maps, one for each slot that has any count. They hold whole numbers.</summary>
internal sealed class SlotMaps(int channels, int cells)
{
    // 4 GB of counts, which is more than any of the networks here are trained on.
    private const long MostValues = 1L << 30;

    private readonly Dictionary<long, SlotMap> _maps = [];

    public ICollection<long> Slots => _maps.Keys;

    public SlotMap this[long slot] => _maps[slot];

    /// <summary>Adds a row's weight to its cell.</summary>
    /// <exception cref="BadInputException">The rows lie in more slots than the memory can take.</exception>
    public void Add(long slot, int channel, int cell, float weight)
    {
        if (!_maps.TryGetValue(slot, out var map))
        {
            map = Create(slot);
        }

        map.Counts[channel * cells + cell] += weight;
        map.Rows[channel]++;
    }

    /// <exception cref="BadInputException">So many slots are more than the memory can take.</exception>
    public void CheckSize(long slots)
    {
        if (slots * channels * cells > MostValues)
        {
            throw new BadInputException(
                "grid", $"{slots} slots or more of {channels * cells} values are too large; a shorter period, fewer hours, longer slots or fewer cells are expected");
        }
    }

    /// <summary>Takes a slot out; nothing where it has no counts.</summary>
    public SlotMap? Remove(long slot) => _maps.Remove(slot, out var map) ? map : null;

    private SlotMap Create(long slot)
    {
        CheckSize(_maps.Count + 1);
        var map = new SlotMap(new float[channels * cells], new long[channels]);
        _maps.Add(slot, map);
        return map;
    }

    /// <summary>The counts of one slot.</summary>
    /// <param name="Counts">[channels, cells].</param>
    /// <param name="Rows">Rows that were counted, by channel.</param>
    internal sealed record SlotMap(float[] Counts, long[] Rows);
}
