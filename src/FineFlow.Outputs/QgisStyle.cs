using System.Globalization;
using System.Text;
using System.Xml;
using FineFlow.Plots;

namespace FineFlow.Outputs;

/// <summary>
/// A QGIS style of a GeoTIFF: the figures' colours on the figures' scale, and, where times are known, the slot of each band. QGIS loads
/// a style that stands beside a file by itself, and its temporal controller (from 3.38) then plays the bands. One band is drawn at a
/// time, so it is the first channel's that have slots.
/// </summary>
internal static class QgisStyle
{
    private const int Steps = 32;
    private const double OpaqueFrom = 0.25;
    private const string FixedRangePerBand = "3";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };

    public static void Write(Stream stream, Prediction prediction)
    {
        using var xml = XmlWriter.Create(stream, Settings);
        xml.WriteDocType("qgis", "http://mrcc.com/qgis.dtd", "SYSTEM", null);
        xml.WriteStartElement("qgis");
        Attributes(xml, ("version", "3.38.0"), ("styleCategories", "AllStyleCategories"));
        if (SlotTimes.Of(prediction) is { } times)
        {
            WriteTimes(xml, times, prediction.Fine.Channels);
        }

        xml.WriteStartElement("pipe");
        WriteRenderer(xml, new FlowScale(Largest(prediction), PredictionFigure.FlowRange), prediction.ZerosAsNodata);
        xml.WriteEndElement();
        xml.WriteElementString("blendMode", "0");
        xml.WriteEndElement();
    }

    /// <summary>Writes times as UTC, which QGIS reckons in: it then shows the local clock, whatever the machine's zone is.</summary>
    private static void WriteTimes(XmlWriter xml, SlotTimes times, int channels)
    {
        xml.WriteStartElement("temporal");
        Attributes(xml, ("enabled", "1"), ("mode", FixedRangePerBand), ("fetchMode", "0"), ("bandNumber", "1"));
        xml.WriteStartElement("ranges");
        for (var sample = 0; sample < times.Starts.Length; sample++)
        {
            var (start, end) = (times.Starts[sample], times.End(sample));
            xml.WriteStartElement("range");
            Attributes(
                xml,
                ("band", Text(sample * channels + 1)),
                ("begin", $"{SlotTimes.Iso(start)}Z"),
                ("end", $"{SlotTimes.Iso(end ?? start)}Z"),
                ("includeBeginning", "1"),
                ("includeEnd", end is null ? "1" : "0"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Where zeros are not drawn, little flow is see-through: what is below does not end at the first vehicle.</summary>
    private static void WriteRenderer(XmlWriter xml, FlowScale scale, bool isSeeThrough)
    {
        xml.WriteStartElement("rasterrenderer");
        Attributes(
            xml,
            ("type", "singlebandpseudocolor"),
            ("band", "1"),
            ("alphaBand", "-1"),
            ("opacity", "1"),
            ("classificationMin", "0"),
            ("classificationMax", Text(scale.Top)));
        xml.WriteStartElement("rastershader");
        xml.WriteStartElement("colorrampshader");
        Attributes(
            xml,
            ("colorRampType", "INTERPOLATED"),
            ("classificationMode", "1"),
            ("clip", "0"),
            ("minimumValue", "0"),
            ("maximumValue", Text(scale.Top)));
        for (var step = 0; step <= Steps; step++)
        {
            var position = (double)step / Steps;
            var (value, color) = (scale.Value(position), FigureColors.Flow(position));
            var alpha = isSeeThrough ? Math.Round(255 * Math.Min(1, position / OpaqueFrom)) : 255;
            xml.WriteStartElement("item");
            Attributes(
                xml,
                ("value", Text(value)),
                ("label", FlowScale.Text(value)),
                ("color", string.Create(CultureInfo.InvariantCulture, $"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}")),
                ("alpha", Text(alpha)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Returns the largest flow of the maps; 0 where none is finite.</summary>
    private static double Largest(Prediction prediction) => prediction.Whole is { } whole
        ? whole.DefaultIfEmpty().Max()
        : prediction.Fine.Values.Where(float.IsFinite).DefaultIfEmpty().Max();

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
