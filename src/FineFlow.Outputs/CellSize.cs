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

        var latitude = double.DegreesToRadians((box.North + box.South) / 2);
        return new(width * MetresOfLongitude(latitude), height * MetresOfLatitude(latitude), IsMetres: true);
    }

    // Series of the WGS 84 ellipsoid's arcs of a degree.
    private static double MetresOfLatitude(double latitude) =>
        111_132.954 - 559.822 * Math.Cos(2 * latitude) + 1.175 * Math.Cos(4 * latitude);

    private static double MetresOfLongitude(double latitude) =>
        111_412.84 * Math.Cos(latitude) - 93.5 * Math.Cos(3 * latitude) + 0.118 * Math.Cos(5 * latitude);
}
