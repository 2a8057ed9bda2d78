using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public class ArcOfDegreeTests
{
    // As tables of geodesy give them for the WGS 84 ellipsoid.
    [Theory]
    [InlineData(0, 111_320, 110_574)]
    [InlineData(-45, 78_847, 111_132)]
    [InlineData(60, 55_800, 111_412)]
    [InlineData(90, 0, 111_694)]
    public void A_degree_is_as_long_as_geodesy_says(double latitude, double ofLongitude, double ofLatitude)
    {
        Assert.Equal(ofLongitude, ArcOfDegree.OfLongitude(latitude), 1.0);
        Assert.Equal(ofLatitude, ArcOfDegree.OfLatitude(latitude), 1.0);
    }
}
