using System.Globalization;
using System.Text;
using System.Xml;

namespace FineFlow.Outputs;

/// <summary>The names of a prediction's bands as GDAL reads them.</summary>
internal static class BandNamesXml
{
    // Whatever is beyond ASCII, and must not stand in XML, is written as a number.
    private static readonly XmlWriterSettings Ascii = new()
    {
        Encoding = Encoding.ASCII,
        OmitXmlDeclaration = true,
        CheckCharacters = false,
    };

    public static string Of(Prediction prediction)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Ascii))
        {
            xml.WriteStartElement("GDALMetadata");
            var maps = prediction.Fine.Samples * prediction.Fine.Channels;
            for (var band = 0; band < maps * (1 + prediction.Quantiles.Count); band++)
            {
                var (part, map) = Math.DivRem(band, maps);
                var (sample, channel) = Math.DivRem(map, prediction.Fine.Channels);
                var quantile = part == 0 ? "" : $" {prediction.Quantiles[part - 1].Name}";
                xml.WriteStartElement("Item");
                xml.WriteAttributeString("name", "DESCRIPTION");
                xml.WriteAttributeString("sample", band.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("role", "description");
                xml.WriteString($"{prediction.SlotName(sample)} {prediction.ChannelName(channel)}{quantile}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
