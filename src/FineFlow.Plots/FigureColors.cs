using ScottPlot;
using ScottPlot.Colormaps;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>
/// The figures' colours: a light page, and maps like a city at night, where ground without flow is dark and busy streets glow.
/// </summary>
internal static class FigureColors
{
    private static readonly Magma Glow = new();
    private static readonly Viridis Leaf = new();
    private static readonly SKColor TooLow = new(0x5C, 0xBC, 0xFF);
    private static readonly SKColor TooHigh = new(0xFF, 0x8A, 0x50);

    /// <summary>The page.</summary>
    public static SKColor Page { get; } = new(0xFB, 0xFB, 0xFD);

    /// <summary>Titles.</summary>
    public static SKColor Ink { get; } = new(0x1B, 0x1F, 0x2A);

    /// <summary>All other text.</summary>
    public static SKColor QuietInk { get; } = new(0x5A, 0x62, 0x73);

    /// <summary>Cells without flow, and without error.</summary>
    public static SKColor Ground { get; } = new(0x10, 0x10, 0x1C);

    /// <summary>Coarse cells whose count is missing.</summary>
    public static SKColor Missing { get; } = new(0x5A, 0x60, 0x6E);

    /// <summary>The lines across what was inferred without a coarse count.</summary>
    public static SKColor Hatching { get; } = new(0xFF, 0xFF, 0xFF, 0x78);

    /// <summary>Flow at a position 0 .. 1 of its scale: magma (perceptually uniform), rising out of the ground.</summary>
    public static SKColor Flow(double position) => Rising(Glow, position);

    /// <summary>The width of an interval at a position 0 .. 1 of its scale: viridis, so that it is not taken for flow.</summary>
    public static SKColor Width(double position) => Rising(Leaf, position);

    /// <summary>Error at a position -1 .. 1 of its scale: blue where the model inferred too little, orange where too much.</summary>
    public static SKColor Error(double position) => Mix(Ground, position < 0 ? TooLow : TooHigh, Math.Abs(position));

    private static SKColor Rising(IColormap map, double position)
    {
        var color = map.GetColor(0.12 + 0.88 * position);
        return Mix(Ground, new SKColor(color.Red, color.Green, color.Blue), Math.Clamp(position / 0.08, 0, 1));
    }

    private static SKColor Mix(SKColor from, SKColor to, double share) =>
        new(Mix(from.Red, to.Red, share), Mix(from.Green, to.Green, share), Mix(from.Blue, to.Blue, share));

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
