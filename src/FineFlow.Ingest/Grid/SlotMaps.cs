using System.Runtime.InteropServices;
using FineFlow.Core;

namespace FineFlow.Ingest.Grid;

/// <summary>The counted maps of whole numbers, one for each slot with counts.</summary>
internal sealed class SlotMaps(int channels, int cells)
{
    // 4 GB of counts, more than any of the networks here are trained on.
    private const long MostValues = 1L << 30;

    // Cells of successive rows are far apart in memory. A loop that only adds waits for many of them at once; a loop that also reads rows
    // waits for each.
    private const int MostPending = 2048;

    private readonly Dictionary<long, SlotMap> _maps = [];
    private readonly List<long> _rows = [];
    private readonly (float[] Counts, int Index, float Weight)[] _pending = new (float[], int, float)[MostPending];
    private int _pendingCount;

    public ICollection<long> Slots => _maps.Keys;

    /// <summary>Returns the number of rows counted in a slot and channel.</summary>
    public long Rows(long slot, int channel) => _rows[_maps[slot].FirstRows + channel];

    /// <summary>Returns the counts of a slot, [channels, cells].</summary>
    public float[] Counts(long slot) => _maps[slot].Counts;

    /// <summary>Adds a row's weight to a cell.</summary>
    /// <exception cref="BadInputException">The rows lie in more slots than the memory holds.</exception>
    public void Add(long slot, int channel, int cell, float weight)
    {
        if (!_maps.TryGetValue(slot, out var map))
        {
            map = Create(slot);
        }

        _rows[map.FirstRows + channel]++;
        _pending[_pendingCount++] = (map.Counts, channel * cells + cell, weight);
        if (_pendingCount == MostPending)
        {
            AddPending();
        }
    }

    /// <summary>Adds the counts of a slot's rows that were counted elsewhere.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="rows">Numbers of rows, [channels].</param>
    /// <param name="counts">Whole numbers, [channels, cells].</param>
    /// <exception cref="BadInputException">The rows lie in more slots than the memory holds.</exception>
    public void Add(long slot, ReadOnlySpan<long> rows, ReadOnlySpan<float> counts)
    {
        if (!_maps.TryGetValue(slot, out var map))
        {
            map = Create(slot);
        }

        for (var channel = 0; channel < channels; channel++)
        {
            _rows[map.FirstRows + channel] += rows[channel];
        }

        for (var index = 0; index < map.Counts.Length; index++)
        {
            map.Counts[index] += counts[index];
        }
    }

    /// <summary>Completes the counts. Must be called after the last row.</summary>
    public void AddPending()
    {
        foreach (var (counts, index, weight) in _pending.AsSpan(0, _pendingCount))
        {
            counts[index] += weight;
        }

        _pendingCount = 0;
    }

    /// <summary>Checks that the maps of a number of slots fit into memory.</summary>
    /// <exception cref="BadInputException">They do not fit.</exception>
    public void CheckSize(long slots)
    {
        if (slots * channels * cells > MostValues)
        {
            throw new BadInputException(
                "grid",
                $"{slots} slots or more of {channels * cells} values are too large; a shorter period, fewer hours, longer slots or fewer "
                + "cells are expected")
            { Setting = nameof(GridOptions.Rows) };
        }
    }

    /// <summary>Removes a slot and returns its counts, [channels, cells]; null for a slot without counts.</summary>
    public float[]? Remove(long slot) => _maps.Remove(slot, out var map) ? map.Counts : null;

    private SlotMap Create(long slot)
    {
        CheckSize(_maps.Count + 1);
        var map = new SlotMap(new float[channels * cells], _rows.Count);
        CollectionsMarshal.SetCount(_rows, _rows.Count + channels);
        _maps.Add(slot, map);
        return map;
    }

    /// <summary>The counts of one slot.</summary>
    /// <param name="Counts">[channels, cells].</param>
    /// <param name="FirstRows">Index of its first channel in the numbers of rows.</param>
    private readonly record struct SlotMap(float[] Counts, int FirstRows);
}
