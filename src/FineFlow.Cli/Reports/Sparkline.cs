namespace FineFlow.Cli.Reports;

/// <summary>A series as one line of blocks.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>The means of at most <paramref name="width"/> equal parts of the series, from zero to their largest.</summary>
    public static string Of(double[] values, int width)
    {
        var parts = Math.Min(width, values.Length);
        var means = Enumerable.Range(0, parts)
            .Select(part => values[(part * values.Length / parts)..((part + 1) * values.Length / parts)].Average())
            .ToArray();
        var top = means.Max();
        return string.Concat(means.Select(mean => Blocks[top > 0 ? (int)(mean / top * (Blocks.Length - 1)) : 0]));
    }
}
