using System.Globalization;
using System.Xml;
using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>
/// Writes a page as SVG. Text is the outlines of its letters: browsers without our font, Inkscape and LaTeX would set other letters of
/// other widths. Each outline is there once, and a line of text carries its words as its label for search and screen readers.
/// </summary>
internal static class ChartSvg
{
    private const string Svg = "http://www.w3.org/2000/svg", XLink = "http://www.w3.org/1999/xlink";

    /// <summary>The whole document.</summary>
    public static string Text(ChartPage page)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var xml = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" }))
        {
            xml.WriteStartElement("svg", Svg);
            xml.WriteAttributeString("xmlns", "xlink", null, XLink);
            var (width, height) = ($"{ChartPage.Width}", $"{page.Height}");
            Write(xml, ("width", width), ("height", height), ("viewBox", $"0 0 {width} {height}"), ("role", "img"));
            if (page.Title.Length > 0)
                xml.WriteElementString("title", Svg, page.Title);
            Element(xml, "rect", ("width", "100%"), ("height", "100%"), ("fill", Hex(FigureColors.Page)));
            using var glyphs = new SvgGlyphs();
            xml.WriteStartElement("defs", Svg);
            foreach (var (id, path) in glyphs.Outlines(page.Marks.OfType<TextMark>()))
                Element(xml, "path", ("id", id), ("d", path));
            xml.WriteEndElement();
            foreach (var mark in page.Marks)
                Write(xml, mark, glyphs);
            xml.WriteEndElement();
        }

        return text.ToString() + "\n";
    }

    private static void Write(XmlWriter xml, ChartMark mark, SvgGlyphs glyphs)
    {
        switch (mark)
        {
            case ShapeMark shape:
                var points = string.Join(' ', shape.Points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
                Element(xml, shape.Closed ? "polygon" : "polyline", [("points", points), .. Ink(shape.Ink)]);
                break;
            case CircleMark circle:
                var (x, y, radius) = (Number(circle.Center.X), Number(circle.Center.Y), Number(circle.Radius));
                Element(xml, "circle", [("cx", x), ("cy", y), ("r", radius), .. Ink(circle.Ink)]);
                break;
            case TextMark text:
                WriteText(xml, text, glyphs);
                break;
        }
    }

    private static void WriteText(XmlWriter xml, TextMark text, SvgGlyphs glyphs)
    {
        var rotate = text.Upright ? " rotate(-90)" : "";
        var scale = (text.Style.Size / SvgGlyphs.UnitsPerEm(text.Style.Face)).ToString("0.########", CultureInfo.InvariantCulture);
        xml.WriteStartElement("g", Svg);
        Write(
            xml,
            ("aria-label", text.Text),
            ("fill", Hex(text.Style.Color)),
            ("transform", $"translate({Number(text.Baseline.X)} {Number(text.Baseline.Y)}){rotate} scale({scale})"));
        foreach (var (id, x) in glyphs.Places(text))
        {
            xml.WriteStartElement("use", Svg);
            xml.WriteAttributeString("href", XLink, "#" + id);
            Write(xml, ("x", Number(x)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static IEnumerable<(string Name, string Value)> Ink(ChartInk ink)
    {
        yield return ("fill", ink.Fill is { } fill ? Hex(fill) : "none");
        if (ink.Fill is { Alpha: < 255 } faint)
            yield return ("fill-opacity", Number(faint.Alpha / 255f));
        if (ink.Stroke is not { } stroke)
            yield break;
        yield return ("stroke", Hex(stroke));
        yield return ("stroke-width", Number(ink.Width));
        yield return ("stroke-linejoin", "round");
        if (stroke.Alpha < 255)
            yield return ("stroke-opacity", Number(stroke.Alpha / 255f));
        if (ink.Dashed)
            yield return ("stroke-dasharray", $"{Number(ChartInk.Dash)} {Number(ChartInk.Gap)}");
    }

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name, Svg);
        Write(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
            xml.WriteAttributeString(name, value);
    }

    private static string Hex(SKColor color) => $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}";

    private static string Number(float value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
