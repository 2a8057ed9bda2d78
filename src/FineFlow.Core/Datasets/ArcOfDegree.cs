namespace FineFlow.Core.Datasets;

/// <summary>How long a degree is on the ground: the usual series of the WGS 84 ellipsoid's arcs, right to centimetres.</summary>
internal static class ArcOfDegree
{
    /// <summary>Returns the metres from south to north of a degree of latitude.</summary>
    /// <param name="latitude">Where, in degrees.</param>
    public static double OfLatitude(double latitude)
    {
        var angle = double.DegreesToRadians(latitude);
        return 111_132.954 - 559.822 * Math.Cos(2 * angle) + 1.175 * Math.Cos(4 * angle);
    }

    /// <summary>Returns the metres from west to east of a degree of longitude.</summary>
    /// <param name="latitude">Where, in degrees.</param>
    public static double OfLongitude(double latitude)
    {
        var angle = double.DegreesToRadians(latitude);
        return 111_412.84 * Math.Cos(angle) - 93.5 * Math.Cos(3 * angle) + 0.118 * Math.Cos(5 * angle);
    }
}
