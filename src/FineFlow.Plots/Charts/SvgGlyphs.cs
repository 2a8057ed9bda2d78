using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>The outlines of letters in the units of their font, where they are whole numbers.</summary>
internal sealed class SvgGlyphs : IDisposable
{
    private readonly Dictionary<SKTypeface, SKFont> _fonts = [];

    /// <summary>How many units of a font are its size.</summary>
    public static int UnitsPerEm(SKTypeface face) => face.UnitsPerEm;

    /// <summary>The outlines that some lines of text need, each once.</summary>
    public IEnumerable<(string Id, string Path)> Outlines(IEnumerable<TextMark> texts)
    {
        foreach (var (face, glyph) in texts.SelectMany(text => Glyphs(text).Select(glyph => (text.Style.Face, glyph))).Distinct())
        {
            using var path = Font(face).GetGlyphPath(glyph);
            yield return (Id(face, glyph), path.ToSvgPathData());
        }
    }

    /// <summary>Where the letters of a line stand, from its baseline's anchor.</summary>
    public IEnumerable<(string Id, float X)> Places(TextMark text)
    {
        var glyphs = Glyphs(text);
        var widths = Font(text.Style.Face).GetGlyphWidths(glyphs);
        var x = text.Style.Align switch { SKTextAlign.Left => 0, SKTextAlign.Right => -widths.Sum(), _ => -widths.Sum() / 2 };
        foreach (var (glyph, width) in glyphs.Zip(widths))
        {
            yield return (Id(text.Style.Face, glyph), x);
            x += width;
        }
    }

    public void Dispose()
    {
        foreach (var font in _fonts.Values)
            font.Dispose();
    }

    private ushort[] Glyphs(TextMark text) => Font(text.Style.Face).GetGlyphs(text.Text);

    private static string Id(SKTypeface face, ushort glyph) => $"{(face == FigureFonts.Bold ? "b" : "r")}{glyph}";

    private SKFont Font(SKTypeface face)
    {
        if (!_fonts.TryGetValue(face, out var font))
            _fonts[face] = font = new(face, UnitsPerEm(face)) { LinearMetrics = true, Hinting = SKFontHinting.None };
        return font;
    }
}
