using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>The charts' colours on the light page: those of Okabe and Ito for colour-blind readers, without the pale yellow.</summary>
internal static class ChartColors
{
    private static readonly SKColor[] Series =
    [
        new(0x00, 0x72, 0xB2), new(0xD5, 0x5E, 0x00), new(0x00, 0x9E, 0x73), new(0xCC, 0x79, 0xA7),
        new(0x1B, 0x1F, 0x2A), new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9),
    ];

    /// <summary>What the chart is about.</summary>
    public static SKColor Accent => Series[0];

    /// <summary>All that it is compared with; lighter than the accent in grey as well.</summary>
    public static SKColor Plain { get; } = new(0xA9, 0xB4, 0xC4);

    /// <summary>Rules behind the data.</summary>
    public static SKColor Grid { get; } = new(0xE4, 0xE6, 0xEC);

    /// <summary>How many series have a colour of their own.</summary>
    public static int Count => Series.Length;

    /// <summary>The colour of a series; they begin anew after <see cref="Count"/>.</summary>
    public static SKColor Of(int series) => Series[series % Series.Length];
}
