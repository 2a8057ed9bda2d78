using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.External;

namespace FineFlow.Ingest.Grid;

/// <summary>Builds the splits of a dataset from counted maps.</summary>
internal sealed class SplitBuilder(GridOptions options, SlotMaps maps, SlotClock clock, ExternalTable external)
{
    // Above it, float32 cannot represent all whole numbers.
    private const float LargestExact = 1 << 24;

    /// <summary>Builds one split, and releases the maps of its slots.</summary>
    /// <exception cref="BadInputException">A coarse count is too large to be exact.</exception>
    public FlowSplit Build(string name, ReadOnlySpan<long> slots)
    {
        var fine = new FlowMaps(new(slots.Length, options.ChannelNames.Count, options.Rows, options.ColumnCount));
        var time = new long[slots.Length];
        for (var sample = 0; sample < slots.Length; sample++)
        {
            time[sample] = clock.Start(slots[sample]);

            // A slot without counts has no map.
            maps.Remove(slots[sample])?.CopyTo(fine.Sample(sample));
        }

        var coarse = BlockSum.Coarsen(fine, options.Factor);
        var large = Array.FindIndex(coarse.Values, count => count >= LargestExact);
        return large < 0
            ? new(name, coarse, fine, external.At(time), time)
            : throw new BadInputException(
                name,
                $"coarse cell {CellPosition.Of(coarse, large)} counts {coarse.Values[large]}; less than {LargestExact} is expected, so "
                + "that sums are exact");
    }
}
