using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class DenseBoxTests
{
    /// <summary>Fewer than a hundred places, of which none is left out, on steps of 0.05 to 0.0000005 degrees.</summary>
    private static readonly Gen<(double Longitude, double Latitude)[]> Cities =
        from digits in Gen.Int[1, 6]
        let step = 0.5m * (decimal)Math.Pow(10, -digits)
        from corner in Gen.Int[1, 1000]
        from width in Gen.Int[0, 50]
        from height in Gen.Int[0, 50]
        from west in Gen.Bool
        from places in Gen.Select(Gen.Int[corner, corner + width], Gen.Int[corner, corner + height]).Array[1, 99]
        select places.Select(place => ((double)((west ? -1 : 1) * place.Item1 * step), (double)(place.Item2 * step))).ToArray();

    [Fact]
    public void The_box_lies_around_the_many_and_leaves_out_the_stray()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 500)
            .Select(i => FormattableString.Invariant($"2024-01-01 10:00,{13.3 + i % 50 * 0.002},{52.5 + i / 50 * 0.01}"));
        string[] stray = ["2024-01-01 10:00,0,0", "2024-01-01 10:00,179,-60", "2024-01-01 10:00,nan,52.5", "2024-01-01 10:00,13.35,"];
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat", .. rows, .. stray]);
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Box = null });
        var box = flow.Report.Box;
        Assert.Equal((13.3, 13.399), (box.West, box.East));
        Assert.Equal((52.499, 52.59), (box.South, box.North));
        Assert.Equal(500, flow.Report.Channels[0].Counted);
        Assert.Equal(box, flow.Manifest.BoundingBox);
        Flows.AssertAccounted(flow);
    }

    [Theory]
    [InlineData(-0.1, 51.5, -0.1, 51.499, -0.099, 51.5)]
    [InlineData(13.4005, 52.5005, 13.4, 52.5, 13.401, 52.501)]
    [InlineData(1.001, 1.001, 1.001, 1, 1.002, 1.001)]
    [InlineData(180, -90, 179.999, -90, 180, -89.999)]
    [InlineData(-180, 90, -180, 89.999, -179.999, 90)]
    [InlineData(-5e-324, 5e-324, -0.001, 0, 0, 0.001)]
    public void One_place_has_a_box_of_a_step(double longitude, double latitude, double west, double south, double east, double north)
    {
        var flow = Find(Enumerable.Repeat((longitude, latitude), 24));
        Assert.Equal(new() { West = west, South = south, East = east, North = north }, flow.Report.Box);
        Assert.Equal(24, flow.Report.Channels[0].Counted);
    }

    [Fact]
    public void Every_place_that_made_the_box_is_in_it() => Cities.Sample(
        city => Assert.Equal(city.Length, Find(city).Report.Channels[0].Counted), iter: 30);

    [Fact]
    public void Unknown_places_at_0_0_are_left_out()
    {
        var flow = Find([.. Enumerable.Repeat((0.0, 0.0), 50), .. Enumerable.Repeat((13.4, 52.5), 50)]);
        Assert.Equal(new() { West = 13.4, South = 52.499, East = 13.401, North = 52.5 }, flow.Report.Box);
        Assert.Equal(50, flow.Report.Channels[0].Counted);
    }

    [Fact]
    public void Numbers_of_32_bits_on_the_edge_are_in_the_box()
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(
            folder, "events.parquet",
            "SELECT TIMESTAMP '2024-01-01 10:00:00' AS time, (13 + i / 1000)::FLOAT AS lon, (52 - i / 1000)::FLOAT AS lat "
            + "FROM range(99) r(i)");
        Assert.Equal(99, Flows.Build(Flows.Options(GridKind.Events, file) with { Box = null }).Report.Channels[0].Counted);
    }

    private static GriddedFlow Find(IEnumerable<(double Longitude, double Latitude)> places)
    {
        using var folder = new TemporaryFolder();
        var rows = places.Select(place => FormattableString.Invariant($"2024-01-01 10:00,{place.Longitude:R},{place.Latitude:R}"));
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat", .. rows]);
        return Flows.Build(Flows.Options(GridKind.Events, file) with { Box = null });
    }

    [Fact]
    public void Without_a_single_place_there_is_no_box()
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(
            GridKind.Events, Flows.Write(folder, "events.csv", "time,lon,lat", "2024-01-01 10:00,x,y")) with
        { Box = null };
        Assert.Contains(
            "no row has a longitude and a latitude",
            Assert.Throws<BadInputException>(() => Flows.Build(options)).Message,
            StringComparison.Ordinal);
    }
}
