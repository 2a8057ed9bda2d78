using System.Text.Json;
using FineFlow.Core.Formats;

namespace FineFlow.Core.GeoJson;

/// <summary>The places in the geometry of a GeoJSON feature, longitude and latitude each.</summary>
internal static class FeatureShapes
{
    /// <summary>Reads the features of a file, one after the other.</summary>
    /// <exception cref="BadInputException">It is no whole GeoJSON.</exception>
    public static IEnumerable<Feature> Read(string path) => Read(InputFile.Open(path), path);

    /// <summary>Reads the features of a document, one after the other.</summary>
    /// <exception cref="BadInputException">It is no whole GeoJSON.</exception>
    public static IEnumerable<Feature> Read(Stream stream, string source) =>
        FeatureStream.Read(stream, source).Select((json, index) => Feature.Of(source, index + 1, json));

    /// <summary>Returns the polygons of a feature, each as its rings; none where it has another geometry.</summary>
    /// <exception cref="BadInputException">Its coordinates are none.</exception>
    public static IReadOnlyList<List<List<(double X, double Y)>>> Polygons(Feature feature) => feature.Type switch
    {
        "Polygon" => [Rings(feature, feature.Coordinates)],
        "MultiPolygon" => [.. feature.Array(feature.Coordinates).Select(polygon => Rings(feature, polygon))],
        _ => [],
    };

    /// <summary>Returns the places of a line.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static List<(double X, double Y)> Line(Feature feature, JsonElement line) =>
        [.. feature.Array(line).Select(place => Place(feature, place))];

    /// <summary>Returns a place.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static (double X, double Y) Place(Feature feature, JsonElement place) =>
        place.ValueKind == JsonValueKind.Array && place.GetArrayLength() >= 2
        && place[0].ValueKind == JsonValueKind.Number && place[1].ValueKind == JsonValueKind.Number
        && place[0].TryGetDouble(out var x) && place[1].TryGetDouble(out var y) && Math.Abs(x) <= 360 && Math.Abs(y) <= 90
            ? (x, y)
            : throw feature.Bad("has a place that is no longitude and latitude");

    private static List<List<(double X, double Y)>> Rings(Feature feature, JsonElement polygon) =>
        [.. feature.Array(polygon).Select(ring => Ring(feature, ring))];

    /// <summary>An open ring would be read as another shape.</summary>
    private static List<(double X, double Y)> Ring(Feature feature, JsonElement ring)
    {
        const int Fewest = 4;
        var places = Line(feature, ring);
        return places.Count >= Fewest && places[0] == places[^1]
            ? places
            : throw feature.Bad("has a ring that is not closed; at least four places, the last of them the first, are expected");
    }
}
