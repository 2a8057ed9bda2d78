namespace FineFlow.Core.Tests;

/// <summary>Block sums by the definition: cell (r, c) belongs to coarse cell (r / N, c / N).</summary>
internal static class NaiveBlocks
{
    public static double[] Sums(FlowMaps coarse, FlowMaps fine) =>
        Sums(coarse, fine, [.. fine.Values.Select(value => (double)value)]);

    public static double[] Sums(FlowMaps coarse, FlowMaps shape, double[] values)
    {
        var factor = shape.Rows / coarse.Rows;
        var sums = new double[coarse.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var cell = CellPosition.Of(shape, i);
            var map = cell.Sample * shape.Channels + cell.Channel;
            sums[(map * coarse.Rows + cell.Row / factor) * coarse.Columns + cell.Column / factor] += values[i];
        }

        return sums;
    }
}
