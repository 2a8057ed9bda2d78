using FineFlow.Core.Datasets;

namespace FineFlow.Outputs;

/// <summary>Size of a fine cell on the ground, in metres, or in the unit of a projected system.</summary>
/// <param name="Width">West to east.</param>
/// <param name="Height">North to south.</param>
/// <param name="IsMetres">Whether the unit is known to be the metre.</param>
internal sealed record CellSize(double Width, double Height, bool IsMetres)
{
    /// <summary>Returns the size of the cells in the middle of a place; null where it is unknown.</summary>
    public static CellSize? Of(GridPlace? place, int rows, int columns)
    {
        if (place is not { Box: var box })
        {
            return null;
        }

        var (width, height) = ((box.East - box.West) / columns, (box.North - box.South) / rows);
        if (!place.IsGeographic)
        {
            return new(width, height, IsMetres: false);
        }

        var latitude = (box.North + box.South) / 2;
        return new(width * ArcOfDegree.OfLongitude(latitude), height * ArcOfDegree.OfLatitude(latitude), IsMetres: true);
    }
}
