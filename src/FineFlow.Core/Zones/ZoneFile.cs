using FineFlow.Core.Formats;

namespace FineFlow.Core.Zones;

/// <summary>The zones of a city as GeoJSON: a polygon, or several, for each.</summary>
internal static class ZoneFile
{
    /// <summary>Reads the zones of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">The fine grid of the dataset.</param>
    /// <param name="nameProperty">The property that names a zone; null: <c>name</c>, or else a zone is called by its number.</param>
    /// <exception cref="BadInputException">
    /// It is no whole GeoJSON of polygons, two zones have one name, a zone lies outside the map, or the grid has no degrees.
    /// </exception>
    public static IReadOnlyList<Zone> Read(string path, MapFrame frame, string? nameProperty = null) =>
        Read(InputFile.Open(path), path, frame, nameProperty, ZoneLimits.None);

    /// <summary>Reads zones.</summary>
    /// <param name="stream">The GeoJSON.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="frame">The fine grid of the dataset.</param>
    /// <param name="nameProperty">The property that names a zone; null: <c>name</c>, or else a zone is called by its number.</param>
    /// <param name="limits">How much work they may be.</param>
    /// <param name="cancellationToken">Checked between zones.</param>
    /// <exception cref="BadInputException">As of a file, or they are more than the limits admit.</exception>
    public static IReadOnlyList<Zone> Read(
        Stream stream,
        string source,
        MapFrame frame,
        string? nameProperty,
        ZoneLimits limits,
        CancellationToken cancellationToken = default)
    {
        using (stream)
        {
            return new ZoneReader(source, frame, nameProperty, limits).Read(stream, cancellationToken);
        }
    }
}
