using FineFlow.Core;
using FineFlow.Core.GeoJson;
using FineFlow.Core.Zones;

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
        foreach (var feature in FeatureShapes.Read(path))
        {
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
                raster.AddPoint(FeatureShapes.Place(feature, feature.Coordinates));
                return "points";
            case "MultiPoint":
                FeatureShapes.Line(feature, feature.Coordinates).ForEach(raster.AddPoint);
                return "points";
            case "LineString":
                raster.AddLine(FeatureShapes.Line(feature, feature.Coordinates));
                return "metres";
            case "MultiLineString":
                Array.ForEach(feature.Array(feature.Coordinates), line => raster.AddLine(FeatureShapes.Line(feature, line)));
                return "metres";
            case "Polygon" or "MultiPolygon":
                FeatureShapes.Polygons(feature).ToList().ForEach(raster.AddPolygon);
                return Inside;
            default:
                throw feature.Bad($"is a {feature.Type}; points, lines or polygons are expected");
        }
    }
}
