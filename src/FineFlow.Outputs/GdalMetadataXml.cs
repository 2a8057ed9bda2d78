using System.Globalization;
using System.Text;
using System.Xml;

namespace FineFlow.Outputs;

/// <summary>
/// What GDAL reads beside the cells: tags of the file, and of each band its description, unit, time, channel and statistic. Times are
/// given twice: as ISO 8601, and as GDAL gives the time of a netCDF file's bands, which more programs read.
/// </summary>
internal static class GdalMetadataXml
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
            foreach (var (name, text) in Provenance.Tags(prediction))
            {
                Item(xml, name.ToUpperInvariant(), text);
            }

            if (prediction.Time is not null)
            {
                Item(xml, "time#units", CfTime.Units);
                Item(xml, "time#calendar", CfTime.Calendar);
            }

            var times = SlotTimes.Of(prediction);
            var maps = prediction.Fine.Samples * prediction.Fine.Channels;
            for (var band = 0; band < maps * (1 + prediction.Quantiles.Count); band++)
            {
                var (part, map) = Math.DivRem(band, maps);
                Band(xml, prediction, times, band, map, part == 0 ? null : prediction.Quantiles[part - 1]);
            }

            xml.WriteEndElement();
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }

    private static void Band(XmlWriter xml, Prediction prediction, SlotTimes? times, int band, int map, QuantileMaps? quantile)
    {
        var (sample, channel) = Math.DivRem(map, prediction.Fine.Channels);
        var name = prediction.ChannelName(channel);
        var suffix = quantile is null ? "" : $" {quantile.Name}";
        Item(xml, "DESCRIPTION", $"{prediction.SlotName(sample)} {name}{suffix}", band, "description");
        if (prediction.Manifest.Units is { } unit)
        {
            Item(xml, "UNITTYPE", unit, band, "unittype");
        }

        if (times is not null)
        {
            Item(xml, "time", prediction.SlotName(sample), band);
            Item(xml, "NETCDF_DIM_time", times.Starts[sample].ToString(CultureInfo.InvariantCulture), band);
        }

        if (times?.End(sample) is { } end)
        {
            Item(xml, "time_end", SlotTimes.Iso(end), band);
        }

        Item(xml, "channel", name, band);
        Item(xml, "statistic", quantile is null ? prediction.Provenance.Estimate : "quantile", band);
        if (quantile is not null)
        {
            Item(xml, "quantile", quantile.Level.ToString(CultureInfo.InvariantCulture), band);
        }
    }

    private static void Item(XmlWriter xml, string name, string text, int? band = null, string? role = null)
    {
        xml.WriteStartElement("Item");
        xml.WriteAttributeString("name", name);
        if (band is { } number)
        {
            xml.WriteAttributeString("sample", number.ToString(CultureInfo.InvariantCulture));
        }

        if (role is not null)
        {
            xml.WriteAttributeString("role", role);
        }

        xml.WriteString(text);
        xml.WriteEndElement();
    }
}
