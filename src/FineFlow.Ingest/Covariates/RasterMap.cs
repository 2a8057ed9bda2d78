using FineFlow.Core;
using FineFlow.Core.Zones;
using FineFlow.Ingest.Rasters;

namespace FineFlow.Ingest.Covariates;

/// <summary>A GeoTIFF as a map: the mean of its cells over each cell of the grid, by area.</summary>
internal static class RasterMap
{
    /// <summary>Reads a file of one band.</summary>
    /// <exception cref="BadInputException">
    /// It cannot be read, has several bands, no place or another coordinate system, or lies beside the grid.
    /// </exception>
    public static double[] Read(string path, MapFrame frame)
    {
        var raster = Raster.Read(path);
        if (raster.Bands.Length != 1)
        {
            throw new BadInputException(path, $"has {raster.Bands.Length} bands; one is expected");
        }

        if (raster.Place is not { } place || (place.Crs ?? frame.Crs) != frame.Crs)
        {
            throw new BadInputException(
                path, $"lies in {raster.Place?.Crs ?? "no place"}; the dataset's {frame.Crs} is expected, as gdalwarp makes it");
        }

        var (left, top) = frame.Locate(place.Box.West, place.Box.North);
        var (right, bottom) = frame.Locate(place.Box.East, place.Box.South);
        var (rows, columns) = (Overlaps(top, bottom, raster.Rows, frame.Rows), Overlaps(left, right, raster.Columns, frame.Columns));
        var (sums, areas) = (new double[frame.Cells], new double[frame.Cells]);
        foreach (var (fromRow, toRow, height) in rows)
        {
            foreach (var (fromColumn, toColumn, width) in columns)
            {
                var value = raster.Bands[0][(fromRow * raster.Columns) + fromColumn];
                if (double.IsFinite(value))
                {
                    var cell = (toRow * frame.Columns) + toColumn;
                    sums[cell] += value * height * width;
                    areas[cell] += height * width;
                }
            }
        }

        return areas.Any(area => area > 0)
            ? [.. sums.Zip(areas, (sum, area) => area > 0 ? sum / area : 0)]
            : throw new BadInputException(path, "has no data in the dataset's bounding_box");
    }

    /// <summary>Returns which of the raster's rows overlap which of the grid's, and by how much of the grid's; columns alike.</summary>
    private static List<(int From, int To, double Length)> Overlaps(double start, double end, int from, int to)
    {
        var (overlaps, step) = (new List<(int, int, double)>(), (end - start) / from);
        for (var line = 0; line < from; line++)
        {
            var (low, high) = (Math.Max(0, start + (line * step)), Math.Min(to, start + ((line + 1) * step)));
            for (var cell = (int)low; cell < high; cell++)
            {
                overlaps.Add((line, cell, Math.Min(high, cell + 1) - Math.Max(low, cell)));
            }
        }

        return overlaps;
    }
}
