using System.Text.Json;
using FineFlow.Core.GeoJson;

namespace FineFlow.Core.Zones;

/// <summary>Reads the zones of one GeoJSON document.</summary>
internal sealed class ZoneReader
{
    private const string UsualName = "name";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ShapeRaster _raster;
    private readonly MapFrame _frame;
    private readonly ZoneLimits _limits;
    private readonly string _source;
    private readonly string? _nameProperty;
    private long _places, _cells;

    /// <exception cref="BadInputException">The grid has no degrees.</exception>
    public ZoneReader(string source, MapFrame frame, string? nameProperty, ZoneLimits limits)
    {
        ArgumentNullException.ThrowIfNull(frame);
        (_source, _frame, _nameProperty, _limits, _raster) = (source, frame, nameProperty, limits, new(frame));
        if (frame.Crs != MapFrame.Degrees)
        {
            throw new BadInputException(source, $"is in degrees, and the dataset in {frame.Crs}; zones need a dataset in degrees");
        }
    }

    /// <exception cref="BadInputException">It is no whole GeoJSON of zones within the limits.</exception>
    public IReadOnlyList<Zone> Read(Stream stream, CancellationToken cancellationToken)
    {
        var zones = new List<Zone>();
        foreach (var feature in FeatureShapes.Read(stream, _source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (zones.Count == _limits.Zones)
            {
                throw new BadInputException(_source, $"has more than {_limits.Zones} zones, which are taken at most");
            }

            var name = NameOf(feature);
            zones.Add(_names.Add(name)
                ? ZoneOf(feature, name)
                : throw feature.Bad($"is the second zone called '{name}'; a name of its own is expected for each"));
        }

        return zones.Count > 0 ? zones : throw new BadInputException(_source, "has no feature; a polygon at least is expected");
    }

    private Zone ZoneOf(Feature feature, string name)
    {
        var polygons = FeatureShapes.Polygons(feature);
        if (polygons.Count == 0)
        {
            var found = feature.Type is { } type ? $"is a {type}" : "has no geometry";
            throw feature.Bad($"{found}; a Polygon or MultiPolygon is expected");
        }

        CountWork(feature, polygons);
        polygons.ToList().ForEach(_raster.AddPolygon);
        var within = polygons.SelectMany(polygon => _raster.WindowOf(polygon).Numbers(_frame.Columns));
        int[] cells = [.. within.Where(cell => _raster.Values[cell] > 0).Distinct().Order()];
        if (cells.Length == 0)
        {
            throw feature.Bad($"zone '{name}' lies outside the map, or is smaller than an eighth of a cell");
        }

        // Parts that overlap count once.
        var shares = Array.ConvertAll(cells, cell => Math.Min(_raster.Values[cell], 1));
        Array.ForEach(cells, cell => _raster.Values[cell] = 0);
        return new(name, cells, shares, feature.Geometry.GetRawText())
        {
            Outside = Math.Clamp(1 - (shares.Sum() / polygons.Sum(AreaOf)), 0, 1),
        };
    }

    private void CountWork(Feature feature, IReadOnlyList<List<List<(double X, double Y)>>> polygons)
    {
        _places += polygons.Sum(polygon => polygon.Sum(ring => (long)ring.Count));
        _cells += polygons.Sum(polygon => _raster.WindowOf(polygon).Cells);
        if (_places > _limits.Places)
        {
            throw feature.Bad(
                $"is where the zones have more than {_limits.Places} places, which are taken at most; simpler ones are expected");
        }

        if (_cells > _limits.Cells)
        {
            throw feature.Bad(
                $"is where the bounds of the zones have more than {_limits.Cells} fine cells, which are taken at most; fewer are expected");
        }
    }

    private string NameOf(Feature feature)
    {
        var property = _nameProperty ?? UsualName;
        var found = feature.Properties.Where(member => member.Key == property).Select(member => member.Value).ToList();
        var name = found.Count > 0
            ? feature.String(found[^1]) ?? (found[^1].ValueKind == JsonValueKind.Number ? found[^1].GetRawText() : "")
            : _nameProperty is null ? Invariant($"zone {feature.Number}") : "";
        return string.IsNullOrWhiteSpace(name)
            ? throw feature.Bad($"has no text or number in its property '{property}', which names the zone")
            : name.Trim();
    }

    /// <summary>Returns the area of a polygon in cells: that inside its first ring, without those inside the others.</summary>
    private double AreaOf(List<List<(double X, double Y)>> rings)
    {
        var areas = rings.Select(ring => Math.Abs(ring.Zip(ring.Skip(1), Cross).Sum()) / 2).ToList();
        return areas.Count == 0 ? 0 : areas[0] - areas.Skip(1).Sum();

        double Cross((double X, double Y) from, (double X, double Y) to)
        {
            var (first, second) = (_frame.Locate(from.X, from.Y), _frame.Locate(to.X, to.Y));
            return (first.Column * second.Row) - (second.Column * first.Row);
        }
    }
}
