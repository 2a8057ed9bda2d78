using FineFlow.Core.Datasets;
using FineFlow.Core.Zones;

namespace FineFlow.Core.Tests.Zones;

/// <summary>A grid of 3 rows and 4 columns, a cell of 10 x 20 metres, from (100, 200) in the south-west.</summary>
public class ShapeRasterTests
{
    private static readonly MapFrame Frame = new(
        new BoundingBox { West = 100, South = 200, East = 140, North = 260 }, "EPSG:32650", Rows: 3, Columns: 4);

    [Fact]
    public void A_line_gives_each_cell_the_metres_in_it()
    {
        var raster = new ShapeRaster(Frame);
        raster.AddLine([(105, 250), (125, 250)]); // along the northern row
        raster.AddLine([(135, 255), (135, 195)]); // down the eastern column and out of the grid

        Assert.Equal([5, 10, 5, 15, 0, 0, 0, 20, 0, 0, 0, 20], raster.Values.Select(value => Math.Round(value, 9)));
    }

    /// <summary>A crooked line that stays inside: the parts add up to its length, whatever cells it crosses.</summary>
    [Fact]
    public void The_parts_of_a_line_add_up_to_its_length()
    {
        var raster = new ShapeRaster(Frame);
        (double X, double Y)[] line = [(101, 201), (139, 259), (120, 220), (100, 260), (100, 260), (140, 200.5)];

        raster.AddLine(line);

        Assert.Equal(
            line.Zip(line.Skip(1), (a, b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))).Sum(), raster.Values.Sum(), 1e-9);
    }

    [Fact]
    public void A_polygon_gives_each_cell_the_share_inside_without_its_holes()
    {
        var raster = new ShapeRaster(Frame);
        raster.AddPolygon([
            [(90, 240), (115, 240), (115, 300), (90, 300), (90, 240)], // over the north-western corner and beyond
            [(100, 240), (105, 240), (105, 250), (100, 250), (100, 240)], // a quarter of its first cell is a hole
        ]);

        Assert.Equal([0.75, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], raster.Values.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void The_area_of_a_slanted_polygon_is_right()
    {
        var raster = new ShapeRaster(Frame);
        raster.AddPolygon([[(100, 200), (140, 200), (100, 260), (100, 200)]]);

        Assert.Equal(6, raster.Values.Sum(), 0.05);
        Assert.All(raster.Values, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void A_point_counts_where_it_lies_and_nowhere_outside()
    {
        var raster = new ShapeRaster(Frame);
        foreach (var place in new[] { (100.0, 260.0), (139.9, 200.1), (140.1, 230), (99.9, 230), (120, 199.9) })
        {
            raster.AddPoint(place);
        }

        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], raster.Values);
    }

    [Fact]
    public void Degrees_are_metres_by_latitude()
    {
        var frame = new MapFrame(new BoundingBox { West = 0, South = 59, East = 1, North = 61 }, MapFrame.Degrees, Rows: 2, Columns: 1);

        Assert.Equal(111_412, frame.MetresAt(1).Row, 1.0);
        Assert.Equal(55_800, frame.MetresAt(1).Column, 1.0);
        Assert.Equal(54_107, frame.MetresAt(0).Column, 1.0);
    }
}
