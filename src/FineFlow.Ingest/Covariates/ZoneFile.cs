using System.Text.Json;
using FineFlow.Core;
using FineFlow.Core.Zones;
using FineFlow.Ingest.Points;
using static System.FormattableString;

namespace FineFlow.Ingest.Covariates;

/// <summary>The zones of a city in a GeoJSON file: a polygon, or several, for each.</summary>
internal static class ZoneFile
{
    private const string UsualName = "name";

    /// <summary>Reads the zones.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">The fine grid of the dataset.</param>
    /// <param name="nameProperty">The property that names a zone; null: <c>name</c>, or else a zone is called by its number.</param>
    /// <exception cref="BadInputException">
    /// It is no whole GeoJSON of polygons, two zones have one name, a zone lies outside the map, or the grid has no degrees.
    /// </exception>
    public static IReadOnlyList<Zone> Read(string path, MapFrame frame, string? nameProperty = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Crs != MapFrame.Degrees)
        {
            throw new BadInputException(path, $"is in degrees, and the dataset in {frame.Crs}; zones need a dataset in degrees");
        }

        var (zones, names) = (new List<Zone>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var feature in FeatureShapes.Read(path))
        {
            var zone = Read(feature, NameOf(feature, nameProperty), frame);
            if (!names.Add(zone.Name))
            {
                throw feature.Bad($"is the second zone called '{zone.Name}'; a name of its own is expected for each");
            }

            zones.Add(zone);
        }

        return zones.Count > 0 ? zones : throw new BadInputException(path, "has no feature; a polygon at least is expected");
    }

    private static Zone Read(Feature feature, string name, MapFrame frame)
    {
        var polygons = FeatureShapes.Polygons(feature);
        if (polygons.Count == 0)
        {
            var found = feature.Type is { } type ? $"is a {type}" : "has no geometry";
            throw feature.Bad($"{found}; a Polygon or MultiPolygon is expected");
        }

        var raster = new ShapeRaster(frame);
        foreach (var polygon in polygons)
        {
            raster.AddPolygon(polygon);
        }

        // Parts that overlap count once.
        var shares = Array.ConvertAll(raster.Values, share => Math.Min(share, 1));
        int[] cells = [.. Enumerable.Range(0, shares.Length).Where(cell => shares[cell] > 0)];
        return cells.Length > 0
            ? new(name, cells, Array.ConvertAll(cells, cell => shares[cell]), feature.Geometry.GetRawText())
            {
                Outside = Math.Clamp(1 - (shares.Sum() / polygons.Sum(polygon => AreaOf(polygon, frame))), 0, 1),
            }
            : throw feature.Bad($"zone '{name}' lies outside the map, or is smaller than an eighth of a cell");
    }

    private static string NameOf(Feature feature, string? property)
    {
        var found = feature.Properties.Where(member => member.Key == (property ?? UsualName)).Select(member => member.Value).ToList();
        var name = found.Count > 0
            ? feature.String(found[^1]) ?? (found[^1].ValueKind == JsonValueKind.Number ? found[^1].GetRawText() : "")
            : property is null ? Invariant($"zone {feature.Number}") : "";
        return string.IsNullOrWhiteSpace(name)
            ? throw feature.Bad($"has no text or number in its property '{property ?? UsualName}', which names the zone")
            : name.Trim();
    }

    /// <summary>Returns the area of a polygon in cells: that inside its first ring, without those inside the others.</summary>
    private static double AreaOf(List<List<(double X, double Y)>> rings, MapFrame frame)
    {
        var areas = rings.Select(ring => Math.Abs(ring.Zip(ring.Skip(1), (from, to) => Cross(from, to)).Sum()) / 2).ToList();
        return areas.Count == 0 ? 0 : areas[0] - areas.Skip(1).Sum();

        double Cross((double X, double Y) from, (double X, double Y) to)
        {
            var (first, second) = (frame.Locate(from.X, from.Y), frame.Locate(to.X, to.Y));
            return (first.Column * second.Row) - (second.Column * first.Row);
        }
    }
}
