using System.Collections;
using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Ingest.Maps;

/// <summary>Counts by slot, as they are read from a table, and which places of a slot have a row.</summary>
/// <param name="source">The table, for messages.</param>
/// <param name="channels">Number of channels.</param>
/// <param name="cells">Number of cells.</param>
/// <param name="places">Number of places that a row can name: cells, or pairs of them.</param>
internal sealed class SlotCounts(string source, int channels, int cells, long places)
{
    private const long MostBytes = 2L << 30;

    private readonly Dictionary<long, Slot> _slots = [];

    /// <summary>The slots, ascending.</summary>
    public long[] Times => [.. _slots.Keys.Order()];

    /// <summary>Number of places and slots without a row.</summary>
    public long Absent => _slots.Values.Sum(slot => places - slot.Rows);

    /// <summary>Number of slots with a row for every place.</summary>
    public int Full => _slots.Values.Count(slot => slot.Rows == places);

    /// <summary>Marks a place as one that has a row; returns whether it has none yet.</summary>
    /// <exception cref="BadInputException">There are more slots than memory holds.</exception>
    public bool Mark(long time, long place)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, time, out var exists);
        if (!exists)
        {
            slot = Create();
        }

        if (slot!.Seen[(int)place])
        {
            return false;
        }

        slot.Seen[(int)place] = true;
        slot.Rows++;
        return true;
    }

    /// <summary>Adds a count to a slot that is marked, and returns the sum; NaN makes the cell a missing one.</summary>
    public double Add(long time, int channel, int cell, double count) => _slots[time].Counts[(channel * cells) + cell] += count;

    /// <summary>Makes the cells without a row missing ones.</summary>
    public void MissAbsent()
    {
        foreach (var slot in _slots.Values.Where(slot => slot.Rows < places))
        {
            for (var value = 0; value < slot.Counts.Length; value++)
            {
                slot.Counts[value] = slot.Seen[value % cells] ? slot.Counts[value] : double.NaN;
            }
        }
    }

    /// <summary>Returns the counts [n, C, cells] in the order of time, and releases them.</summary>
    public double[] Join()
    {
        var joined = new double[(long)_slots.Count * channels * cells];
        foreach (var (index, time) in Times.Index())
        {
            _slots[time].Counts.CopyTo(joined, (long)index * channels * cells);
            _slots[time] = new([], new(0));
        }

        return joined;
    }

    private Slot Create()
    {
        var bytes = ((long)channels * cells * sizeof(double)) + (places / 8);
        return places <= int.MaxValue && _slots.Count * bytes <= MostBytes
            ? new(new double[channels * cells], new((int)places))
            : throw new BadInputException(
                source,
                $"has {_slots.Count} slots or more of {channels * cells} counts, which are too large; a shorter period is expected");
    }

    /// <summary>One slot.</summary>
    /// <param name="Counts">[channels, cells].</param>
    /// <param name="Seen">Whether a place has a row.</param>
    private sealed record Slot(double[] Counts, BitArray Seen)
    {
        /// <summary>Number of places with a row.</summary>
        public long Rows { get; set; }
    }
}
