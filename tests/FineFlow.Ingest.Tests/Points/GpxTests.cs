using System.Text;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tests.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Points;

public sealed class GpxTests : IDisposable
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<gpx version=\"1.1\" creator=\"made up\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tracks_give_the_counts_of_the_same_rows_as_csv() => Fix.Many.Sample(
        fixes =>
        {
            // Each vehicle is a segment, of one track or of several.
            var segments = fixes.GroupBy(fix => fix.Vehicle)
                .Select(vehicle => $"<trkseg>{string.Concat(vehicle.Select(Point))}</trkseg>").ToArray();
            var (some, others) = (string.Concat(segments.Take(2)), string.Concat(segments.Skip(2)));
            var text = $"{Head}<trk><name>a</name>{some}</trk><trk>{others}</trk></gpx>";
            Fix.AssertSame(
                Fix.Options(GridKind.Traces, Fix.Csv(_folder, fixes)), Fix.Options(GridKind.Traces, Flows.Write(_folder, "a.gpx", text)));
        },
        iter: 3,
        threads: 1);

    [Fact]
    public void A_damaged_file_is_refused_or_has_the_points_that_another_reader_sees()
    {
        var points = string.Concat(Enumerable.Range(0, 12).Select(second => Point(new(0, 20 * second, 7 * second, 40))));
        var bytes = Encoding.UTF8.GetBytes($"{Head}<trk><trkseg>{points}</trkseg></trk></gpx>");
        Fix.Damaged(bytes).Sample(
            damaged =>
            {
                if (Fix.Rows(_folder, "a.gpx", damaged) is { } rows)
                {
                    Assert.Equal(Count(damaged), rows);
                }
            },
            iter: 600,
            threads: 1);
    }

    /// <summary>The form of a phone's recorder: extensions, heights, an own name space, waypoints beside the track.</summary>
    [Fact]
    public void Each_segment_is_a_vehicle_and_a_waypoint_is_none()
    {
        var file = Flows.Write(_folder, "a.gpx", Head, """
            <metadata><time>2020-01-01T00:00:00Z</time></metadata>
            <wpt lat="7.5" lon="3.5"><time>2024-01-01T10:00:10Z</time><name>home</name></wpt>
            <rte><rtept lat="1" lon="1"/></rte>
            <trk><name>Ride &amp; walk</name>
              <trkseg>
                <trkpt lat="7.5" lon="0.5"><ele>12</ele><time>2024-01-01T10:00:00.000Z</time>
                  <extensions><x:hr xmlns:x="urn:x"><x:time>no</x:time></x:hr></extensions></trkpt>
                <trkpt lat="7.5" lon="1.5"><time>2024-01-01T10:00:20Z</time></trkpt>
              </trkseg>
              <trkseg>
                <trkpt lat="7.5" lon="2.5"><time>2024-01-01T10:00:30</time></trkpt>
                <trkpt lat="7.5" lon="4.5"><time>2024-01-01T12:00:40+02:00</time></trkpt>
                <trkpt lat="7.5" lon="5.5"></trkpt>
              </trkseg>
            </trk></gpx>
            """);
        var traces = Flows.Build(Fix.Options(GridKind.Traces, file));

        Assert.Equal(2, traces.Report.Channels[1].Counted);
        Assert.Equal((1f, 1f), (traces.At("2024-01-01 10:00", 0, 1, 1), traces.At("2024-01-01 10:00", 0, 4, 1)));
        Assert.Equal(
            [(DropReason.BadTime, 1L), (DropReason.BadVehicle, 1), (DropReason.FirstPosition, 2)],
            traces.Report.Channels[0].Dropped.Select(drop => (drop.Key, drop.Value)).Order());
        Assert.Contains(traces.Report.BadRows, row => row.ToString() == $"{file}, row 6");

        Assert.Equal(5, Flows.Build(Fix.Options(GridKind.Events, file)).Report.Channels[0].Counted);
    }

    [Fact]
    public void Files_of_the_same_tracks_are_vehicles_of_their_own_also_compressed_and_in_archives()
    {
        string[] text = [Head, "<trk><trkseg>", Point(new(0, 0, 5, 5)), Point(new(0, 20, 15, 5)), "</trkseg></trk></gpx>"];
        string[] files = [Flows.Write(_folder, "a.gpx", text), Compressed.Gzip(_folder, "b.gpx.gz", text)];

        Assert.Equal(2, Flows.Build(Fix.Options(GridKind.Traces, files)).At("2024-01-01 10:00", 7, 1, 1));
        File.WriteAllBytes(files[1], File.ReadAllBytes(files[1])[..^9]);
        AssertRefused(files[1], "is cut or damaged");
    }

    [Theory]
    [InlineData("", "is no whole XML")]
    [InlineData("<kml/>", "<gpx> is expected")]
    [InlineData("<gpx/>", "holds no point")]
    [InlineData("<gpx><trk><trkseg><trkpt lat='1' lon='1'><time>1</time><time>2</time></trkpt></trkseg></trk></gpx>", "several times")]
    [InlineData("<!DOCTYPE gpx [<!ENTITY a 'aaaa'>]><gpx><wpt lat='1' lon='1'><name>&a;</name></wpt></gpx>", "is no whole XML without DTD")]
    [InlineData("<!DOCTYPE gpx SYSTEM 'file:///etc/passwd'><gpx/>", "is no whole XML without DTD")]
    [InlineData("<gpx><trk><trkseg><trkpt lat='1' lon='1'>", "line 2: is no whole XML")]
    public void What_is_no_gpx_is_refused(string text, string problem) => AssertRefused(Flows.Write(_folder, "a.gpx", text), problem);

    [Fact]
    public void Deep_nesting_is_read_in_a_moment()
    {
        var nested = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        var bytes = Encoding.UTF8.GetBytes($"<gpx><wpt lat='1' lon='1'>{nested}</wpt>{nested}</gpx>");

        Assert.Equal(1, Fix.Rows(_folder, "a.gpx", bytes));
    }

    private static string Point(Fix fix)
    {
        var time = fix.Second is null ? "" : $"<time>{fix.Time}</time>";
        return Invariant($"<trkpt lat=\"{fix.Latitude}\" lon=\"{fix.Longitude}\"><ele>3.5</ele>{time}</trkpt>\n");
    }

    private static long Count(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes));
        return XDocument.Load(reader).Descendants().Count(element => element.Name.LocalName is "trkpt" or "wpt");
    }

    private static void AssertRefused(string file, string problem)
    {
        var message = Assert.Throws<BadInputException>(() => Flows.Build(Fix.Options(GridKind.Traces, file))).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
