using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.GeoJson;
using static System.FormattableString;

namespace FineFlow.Ingest.Points;

/// <summary>
/// The points and lines of a GeoJSON file. A point is a row, whose columns are the feature's properties. A line is a row for each of its
/// points, with times from an array beside it (coordTimes, times, timestamps, or coordinateProperties.times).
/// </summary>
/// <param name="read">Reads the features, from the first on.</param>
/// <param name="name">The file's name.</param>
/// <param name="number">The file's number, which makes the names of lines unique.</param>
internal sealed class GeoJsonFile(Func<IEnumerable<JsonElement>> read, string name, int number)
{
    private const int MostColumns = 4096;

    private static readonly string[] Times = ["coordTimes", "times", "timestamps"];

    /// <summary>Reads the file once, and returns the names of its columns.</summary>
    /// <exception cref="BadInputException">It is no whole GeoJSON.</exception>
    public IReadOnlyList<string> FindColumns(CancellationToken cancellationToken)
    {
        var (properties, hasLines) = (new List<string>(), false);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var feature in Features())
        {
            cancellationToken.ThrowIfCancellationRequested();
            hasLines |= feature.IsLine;
            properties.AddRange(feature.Properties.Where(IsColumn).Select(property => property.Key).Where(known.Add));
            if (properties.Count > MostColumns)
            {
                throw new BadInputException(name, $"has more than {MostColumns} properties");
            }
        }

        string[] own = [PointColumns.Longitude, PointColumns.Latitude];
        string[] ofLines = hasLines ? [PointColumns.Track, PointColumns.Time] : [];
        return [.. own, .. ofLines, .. properties.Except(ofLines)];
    }

    /// <summary>Reads the points as rows of these columns.</summary>
    /// <exception cref="BadInputException">It is no whole GeoJSON, or has lines without times, or geometries that are neither.</exception>
    public IEnumerable<string[]> Rows(IReadOnlyList<string> columns)
    {
        var places = columns.Select((column, index) => (column, index)).ToDictionary(entry => entry.column, entry => entry.index);
        foreach (var feature in Features())
        {
            var properties = new string[columns.Count];
            Array.Fill(properties, "");
            foreach (var property in feature.Properties.Where(IsColumn))
            {
                properties[places[property.Key]] = Text(feature, property.Value);
            }

            foreach (var (longitude, latitude, time, part) in Points(feature))
            {
                string[] row = [.. properties];
                (row[0], row[1]) = (longitude, latitude);
                if (feature.IsLine)
                {
                    row[places[PointColumns.Time]] = time;
                    ref var track = ref row[places[PointColumns.Track]];
                    track = track.Length > 0 ? track : Invariant($"#{number}.{feature.Number}.{part}");
                }

                yield return row;
            }
        }
    }

    private IEnumerable<Feature> Features() => read().Select((json, index) => Feature.Of(name, index + 1, json));

    private static IEnumerable<(string Longitude, string Latitude, string Time, int Part)> Points(Feature feature) => feature.Type switch
    {
        null => [("", "", "", 0)],
        "Point" => [Place(feature, feature.Coordinates, "", 0)],
        "LineString" => Line(feature, feature.Coordinates, TimesOf(feature), 1),
        "MultiLineString" => Lines(feature),
        _ => throw feature.Bad($"is a {feature.Type}; Point, LineString or MultiLineString are expected"),
    };

    private static IEnumerable<(string Longitude, string Latitude, string Time, int Part)> Lines(Feature feature)
    {
        var (lines, times) = (feature.Array(feature.Coordinates), feature.Array(TimesOf(feature)));
        return lines.Length == times.Length
            ? lines.SelectMany((line, part) => Line(feature, line, times[part], part + 1))
            : throw feature.Bad($"has {lines.Length} lines and times of {times.Length}; as many are expected");
    }

    private static IEnumerable<(string Longitude, string Latitude, string Time, int Part)> Line(
        Feature feature, JsonElement line, JsonElement lineTimes, int part)
    {
        var (places, times) = (feature.Array(line), feature.Array(lineTimes));
        return places.Length == times.Length
            ? places.Select((place, index) => Place(feature, place, Text(feature, times[index]), part))
            : throw feature.Bad($"has {places.Length} places and {times.Length} times; as many are expected");
    }

    private static (string Longitude, string Latitude, string Time, int Part) Place(
        Feature feature, JsonElement place, string time, int part) =>
        place.ValueKind == JsonValueKind.Array && place.GetArrayLength() >= 2
        && place[0].ValueKind == JsonValueKind.Number && place[1].ValueKind == JsonValueKind.Number
            ? (place[0].GetRawText(), place[1].GetRawText(), time, part)
            : throw feature.Bad("has a place that is no longitude and latitude");

    private static JsonElement TimesOf(Feature feature)
    {
        var arrays = feature.Properties
            .SelectMany(property => property.Key == "coordinateProperties" ? feature.Members(property.Value) : [property])
            .Where(property => Times.Contains(property.Key) && property.Value.ValueKind == JsonValueKind.Array).ToArray();
        return arrays switch
        {
            [var times] => times.Value,
            [] => throw feature.Bad($"is a {feature.Type} without times; an array of them is expected as its property 'coordTimes'"),
            _ => throw feature.Bad($"has its times twice ('{arrays[0].Key}' and '{arrays[1].Key}')"),
        };
    }

    private static string Text(Feature feature, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => feature.String(value) ?? "",
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    /// <summary>Whether a property is a column: the geometry tells the place, and lists are none.</summary>
    private static bool IsColumn(KeyValuePair<string, JsonElement> property) =>
        property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)
        && !property.Key.Equals(PointColumns.Longitude, StringComparison.OrdinalIgnoreCase)
        && !property.Key.Equals(PointColumns.Latitude, StringComparison.OrdinalIgnoreCase)
        && !property.Key.Any(char.IsControl);
}
