using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>The figures' own fonts (Open Sans, Apache License 2.0), since a minimal Linux has none.</summary>
internal sealed class FigureFonts : IFontResolver
{
    /// <summary>The name under which ScottPlot finds them.</summary>
    public const string Family = "FineFlow Open Sans";

    /// <summary>For text.</summary>
    public static SKTypeface Regular { get; } = Load("OpenSans-Regular.ttf");

    /// <summary>For titles.</summary>
    public static SKTypeface Bold { get; } = Load("OpenSans-Bold.ttf");

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName != Family ? null : bold ? Bold : Regular;

    private static SKTypeface Load(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }
}
