using System.Text.Json;
using FineFlow.Core;
using FineFlow.Ingest.Points;

namespace FineFlow.Ingest.Covariates;

/// <summary>A GeoJSON file as a map: of lines metres a cell, of polygons the share of the cell, of points their number.</summary>
internal static class GeoJsonMap
{
    /// <summary>The unit of a map of polygons.</summary>
    public const string Inside = "share of the cell";

    /// <summary>Reads a file whose features are of one kind.</summary>
    /// <returns>The map and the unit of its numbers.</returns>
    /// <exception cref="BadInputException">It is no whole GeoJSON, has features of several kinds, or the grid has no degrees.</exception>
    public static (double[] Values, string Unit) Read(string path, MapFrame frame)
    {
        if (frame.Crs != MapFrame.Degrees)
        {
            throw new BadInputException(path, $"is in degrees, and the dataset in {frame.Crs}; a GeoTIFF in {frame.Crs} is expected");
        }

        var raster = new ShapeRaster(frame);
        string? unit = null;
        foreach (var (index, json) in FeatureStream.Read(Core.Formats.InputFile.Open(path), path).Index())
        {
            var feature = Feature.Of(path, index + 1, json);
            if (feature.Type is null)
            {
                continue;
            }

            var kind = Add(feature, raster);
            unit = unit is null || unit == kind
                ? kind
                : throw feature.Bad($"is a {feature.Type} ({kind}) beside others ({unit}); features of one kind are expected in a file");
        }

        return (raster.Values, unit ?? throw new BadInputException(path, "has no feature with a geometry; one at least is expected"));
    }

    private static string Add(Feature feature, ShapeRaster raster)
    {
        switch (feature.Type)
        {
            case "Point":
                raster.AddPoint(Place(feature, feature.Coordinates));
                return "points";
            case "MultiPoint":
                Line(feature, feature.Coordinates).ForEach(raster.AddPoint);
                return "points";
            case "LineString":
                raster.AddLine(Line(feature, feature.Coordinates));
                return "metres";
            case "MultiLineString":
                Array.ForEach(feature.Array(feature.Coordinates), line => raster.AddLine(Line(feature, line)));
                return "metres";
            case "Polygon":
                raster.AddPolygon(Rings(feature, feature.Coordinates));
                return Inside;
            case "MultiPolygon":
                Array.ForEach(feature.Array(feature.Coordinates), polygon => raster.AddPolygon(Rings(feature, polygon)));
                return Inside;
            default:
                throw feature.Bad($"is a {feature.Type}; points, lines or polygons are expected");
        }
    }

    private static List<List<(double X, double Y)>> Rings(Feature feature, JsonElement polygon) =>
        [.. feature.Array(polygon).Select(ring => Line(feature, ring))];

    private static List<(double X, double Y)> Line(Feature feature, JsonElement line) =>
        [.. feature.Array(line).Select(place => Place(feature, place))];

    private static (double X, double Y) Place(Feature feature, JsonElement place) =>
        place.ValueKind == JsonValueKind.Array && place.GetArrayLength() >= 2
        && place[0].ValueKind == JsonValueKind.Number && place[1].ValueKind == JsonValueKind.Number
        && place[0].TryGetDouble(out var x) && place[1].TryGetDouble(out var y) && Math.Abs(x) <= 360 && Math.Abs(y) <= 90
            ? (x, y)
            : throw feature.Bad("has a place that is no longitude and latitude");
}
