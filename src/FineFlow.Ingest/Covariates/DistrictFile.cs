using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Zones;

namespace FineFlow.Ingest.Covariates;

/// <summary>Districts of a city as polygons in a GeoJSON file.</summary>
internal static class DistrictFile
{
    private const double Half = 0.5;

    /// <summary>Returns the blocks of which at least half lies inside of the polygons.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The dataset, which says where it lies.</param>
    /// <exception cref="BadInputException">
    /// The file cannot be read or holds no polygons, the dataset has no place, or no block lies inside.
    /// </exception>
    public static LeftOutBlocks Read(string path, FlowDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!File.Exists(path))
        {
            throw new BadInputException(
                $"districts '{path}'", "is no file, and no ROWSxCOLUMNS:K, as 2x2:1; a GeoJSON file of polygons is expected")
            {
                Setting = "LeaveOut",
            };
        }

        var (inside, unit) = GeoJsonMap.Read(path, MapFrame.Of(data.Manifest, data.Rows, data.Columns, path));
        return unit == GeoJsonMap.Inside
            ? LeftOutBlocks.Of(path, data.Rows, data.Columns, block => inside[block] >= Half)
            : throw new BadInputException(path, $"holds {unit}; polygons are expected, which districts are");
    }
}
