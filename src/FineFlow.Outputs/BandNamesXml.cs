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
            for (var band = 0; band < prediction.Fine.Samples * prediction.Fine.Channels; band++)
            {
                var (sample, channel) = Math.DivRem(band, prediction.Fine.Channels);
                xml.WriteStartElement("Item");
                xml.WriteAttributeString("name", "DESCRIPTION");
                xml.WriteAttributeString("sample", band.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("role", "description");
                xml.WriteString($"{prediction.SlotName(sample)} {prediction.ChannelName(channel)}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
