using System.Globalization;
using System.Text;
using System.Xml;
using FineFlow.Core;

namespace FineFlow.Ingest.Rasters;

/// <summary>What GDAL's metadata say of a band.</summary>
/// <param name="Description">Its description; empty without one.</param>
/// <param name="Time">Its time as text; null where it has none of its own.</param>
/// <param name="Channel">Its channel; null where it has none of its own.</param>
internal sealed record BandLabel(string Description, string? Time, string? Channel)
{
    private static readonly string[] TimeNames = ["time", "timestamp", "datetime", "date_time", "start_time", "time_start"];

    /// <summary>Reads the labels of all bands.</summary>
    /// <exception cref="BadInputException">The metadata are no XML.</exception>
    public static BandLabel[] Of(TiffDirectory tags, int bands)
    {
        var labels = new BandLabel[bands];
        Array.Fill(labels, new("", null, null));
        if (tags.Text(TiffTags.GdalMetadata) is not { Length: > 0 } text)
        {
            return labels;
        }

        try
        {
            using var xml = XmlReader.Create(
                new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            while (xml.ReadToFollowing("Item"))
            {
                var (name, role) = (xml.GetAttribute("name") ?? "", xml.GetAttribute("role"));
                if (int.TryParse(xml.GetAttribute("sample"), NumberStyles.None, CultureInfo.InvariantCulture, out var band) && band < bands)
                {
                    labels[band] = labels[band].With(name, role, Content(xml));
                }
            }
        }
        catch (XmlException failure)
        {
            throw new BadInputException(tags.Source, $"has metadata (tag {(int)TiffTags.GdalMetadata}) that are no XML: {failure.Message}");
        }

        return labels;
    }

    private BandLabel With(string name, string? role, string text) =>
        role == "description" ? this with { Description = text }
        : TimeNames.Contains(name.ToLowerInvariant()) ? this with { Time = text }
        : name == "channel" ? this with { Channel = text }
        : this;

    private static string Content(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        var text = new StringBuilder();
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            text.Append(xml.Value);
        }

        return text.ToString().Trim();
    }
}
