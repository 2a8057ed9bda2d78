using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>The styles of text in charts.</summary>
internal static class ChartText
{
    /// <summary>Names of groups and series, ticks.</summary>
    public static FigureText Label { get; } = FigureText.Label with { Color = FigureColors.Ink };

    /// <summary>The same for what the chart is about.</summary>
    public static FigureText Strong { get; } = Label with { Face = FigureFonts.Bold };

    /// <summary>Ticks of axes.</summary>
    public static FigureText Tick { get; } = FigureText.Label with { Size = 19 };

    /// <summary>Titles of axes.</summary>
    public static FigureText AxisTitle { get; } = Label with { Size = 22, Align = SKTextAlign.Center };

    /// <summary>Titles over plots.</summary>
    public static FigureText Head { get; } = FigureText.PanelTitle with { Size = 25 };
}
