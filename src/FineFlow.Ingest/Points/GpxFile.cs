using System.Text.RegularExpressions;
using System.Xml;
using FineFlow.Core;
using static System.FormattableString;

namespace FineFlow.Ingest.Points;

/// <summary>
/// The track points and waypoints of a GPX file (1.0 or 1.1). Each segment of a track is a vehicle of its own: the recorder was off between
/// them. Routes are plans and are not read.
/// </summary>
internal static partial class GpxFile
{
    /// <summary>The columns of the rows.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        [PointColumns.Track, PointColumns.Time, PointColumns.Longitude, PointColumns.Latitude];

    // No DTD, so no entities, and nothing outside of the file.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads the points, one after the other.</summary>
    /// <param name="stream">The file's contents.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="number">The file's number, which makes the names of tracks unique.</param>
    /// <exception cref="BadInputException">It is no whole GPX file.</exception>
    public static IEnumerable<string[]> Read(Stream stream, string name, int number)
    {
        using var reader = XmlReader.Create(stream, Settings);
        if (Guard(name, reader.MoveToContent) != XmlNodeType.Element || reader.LocalName != "gpx")
        {
            throw new BadInputException(name, $"begins with <{reader.LocalName}>; <gpx> is expected");
        }

        var space = reader.NamespaceURI;
        var (track, segment) = (0, 0);
        while (!reader.EOF)
        {
            if (IsElement(reader, space, 3, "trkpt"))
            {
                yield return ReadPoint(name, reader, space, Invariant($"#{number}.{track}.{segment}"));
            }
            else if (IsElement(reader, space, 1, "wpt"))
            {
                yield return ReadPoint(name, reader, space, "");
            }
            else
            {
                (track, segment) = IsElement(reader, space, 1, "trk") ? (track + 1, 0)
                    : IsElement(reader, space, 2, "trkseg") ? (track, segment + 1)
                    : (track, segment);
                Guard(name, reader.Read);
            }
        }
    }

    private static bool IsElement(XmlReader reader, string space, int depth, string element) =>
        reader.NodeType == XmlNodeType.Element && reader.Depth == depth && reader.LocalName == element && reader.NamespaceURI == space;

    /// <summary>Reads a point, to behind its end.</summary>
    private static string[] ReadPoint(string name, XmlReader reader, string space, string track)
    {
        var (longitude, latitude) = (reader.GetAttribute("lon") ?? "", reader.GetAttribute("lat") ?? "");
        return Guard(name, () => ReadTimes(reader, space)) switch
        {
            [] => [track, "", longitude, latitude],
            [var time] => [track, WithoutZone().IsMatch(time) ? $"{time}Z" : time, longitude, latitude],
            _ => throw new BadInputException(name, $"the point {latitude},{longitude} has several times; one is expected"),
        };
    }

    private static List<string> ReadTimes(XmlReader reader, string space)
    {
        var (times, depth) = (new List<string>(), reader.Depth);
        var isEmpty = reader.IsEmptyElement;
        reader.Read();
        while (!isEmpty && reader.Depth > depth)
        {
            if (IsElement(reader, space, depth + 1, "time"))
            {
                times.Add(reader.ReadElementContentAsString().Trim());
            }
            else
            {
                reader.Read();
            }
        }

        if (!isEmpty)
        {
            reader.Read();
        }

        return times;
    }

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException failure)
        {
            var reason = failure.Message.Split(". ")[0].Split('\n')[0].TrimEnd('.');
            throw new BadInputException(name, $"line {failure.LineNumber}: is no whole XML without DTD, as GPX is: {reason}", failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BadInputException(name, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>A time without a zone, which is UTC as all of GPX's times are.</summary>
    [GeneratedRegex(@"T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex WithoutZone();
}
