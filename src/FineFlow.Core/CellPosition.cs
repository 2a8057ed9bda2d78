namespace FineFlow.Core;

/// <summary>The place of one cell in a stack of flow maps; all indices count from 0.</summary>
/// <param name="Sample">Time slot.</param>
/// <param name="Channel">Flow channel.</param>
/// <param name="Row">Row, 0 at the north edge.</param>
/// <param name="Column">Column, 0 at the west edge.</param>
public readonly record struct CellPosition(int Sample, int Channel, int Row, int Column)
{
    /// <summary>Returns the place of the value at <paramref name="index"/> of <see cref="FlowMaps.Values"/>.</summary>
    public static CellPosition Of(FlowMaps maps, int index)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var (row, column) = Math.DivRem(index, maps.Columns);
        (var map, row) = Math.DivRem(row, maps.Rows);
        var (sample, channel) = Math.DivRem(map, maps.Channels);
        return new(sample, channel, row, column);
    }

    /// <summary>As every message prints it: "[sample 3, channel 0, row 5, column 7]".</summary>
    public override string ToString() => Invariant($"[sample {Sample}, channel {Channel}, row {Row}, column {Column}]");
}
