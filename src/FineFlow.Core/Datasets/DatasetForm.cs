using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets;

/// <summary>Brings datasets into one form, which cities need that share weights: the same channels and upscaling factor.</summary>
internal static class DatasetForm
{
    /// <summary>Keeps some channels.</summary>
    /// <param name="splits">The splits of a dataset.</param>
    /// <param name="channels">The names of their channels.</param>
    /// <param name="kept">The names of those that stay, in their new order.</param>
    /// <exception cref="BadInputException">A name is unknown or comes twice.</exception>
    public static IReadOnlyList<FlowSplit> KeepChannels(
        IReadOnlyList<FlowSplit> splits, IReadOnlyList<string> channels, IReadOnlyList<string> kept)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var unknown = kept.FirstOrDefault(name => !channels.Contains(name));
        if (unknown is not null || kept.Count == 0 || kept.Distinct().Count() < kept.Count)
        {
            throw new BadInputException(
                "channels", $"'{string.Join(", ", kept)}'; expected some of {string.Join(", ", channels)}, each once")
            {
                Setting = "Channels",
            };
        }

        int[] chosen = [.. kept.Select(name => channels.ToList().IndexOf(name))];
        return
        [
            .. splits.Select(split => split with
            {
                Coarse = Gather(split.Coarse, chosen),
                Fine = Gather(split.Fine, chosen),
                Mask = split.Mask is { } mask ? Gather(mask, chosen) : null,
            }),
        ];
    }

    /// <summary>Takes the block sums of another factor for the coarse maps. The fine maps stay.</summary>
    /// <param name="splits">The splits of a dataset without missing counts.</param>
    /// <param name="factor">The new upscaling factor, at least 2.</param>
    /// <exception cref="BadInputException">Rows or columns of the fine maps are no multiples of it.</exception>
    public static IReadOnlyList<FlowSplit> WithFactor(IReadOnlyList<FlowSplit> splits, int factor)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var (rows, columns) = (splits[0].Fine.Rows, splits[0].Fine.Columns);
        return factor >= 2 && rows % factor == 0 && columns % factor == 0
            ? [.. splits.Select(split => split with { Coarse = BlockSum.Coarsen(split.Fine, factor) })]
            : throw new BadInputException(
                "factor", $"{factor}; expected a divisor of the fine maps' {rows} rows and {columns} columns, at least 2")
            {
                Setting = "Factor",
            };
    }

    private static FlowMaps Gather(FlowMaps maps, int[] channels)
    {
        var shape = maps.Shape with { Channels = channels.Length };
        return new(shape, Gather(maps.Values, maps.Shape, channels), maps.Exact is { } exact ? Gather(exact, maps.Shape, channels) : null);
    }

    private static T[] Gather<T>(T[] values, FlowShape shape, int[] channels)
    {
        var cells = shape.Rows * shape.Columns;
        var gathered = new T[shape.Samples * channels.Length * cells];
        for (var map = 0; map < shape.Samples * channels.Length; map++)
        {
            var from = (((map / channels.Length) * shape.Channels) + channels[map % channels.Length]) * cells;
            values.AsSpan(from, cells).CopyTo(gathered.AsSpan(map * cells));
        }

        return gathered;
    }
}
