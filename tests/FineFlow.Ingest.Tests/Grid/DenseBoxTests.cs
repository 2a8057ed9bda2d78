using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class DenseBoxTests
{
    [Fact]
    public void The_box_lies_around_the_many_and_leaves_out_the_stray()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 500).Select(i => FormattableString.Invariant($"2024-01-01 10:00,{13.3 + i % 50 * 0.002},{52.5 + i / 50 * 0.01}"));
        string[] stray = ["2024-01-01 10:00,0,0", "2024-01-01 10:00,179,-60", "2024-01-01 10:00,nan,52.5", "2024-01-01 10:00,13.35,"];
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat", .. rows, .. stray]);
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Box = null });
        var box = flow.Report.Box;
        Assert.Equal((13.3, 13.399), (box.West, box.East));
        Assert.Equal((52.5, 52.591), (box.South, box.North));
        Assert.Equal(box, flow.Manifest.BoundingBox);
        Flows.AssertAccounted(flow);
    }

    [Fact]
    public void Without_a_single_place_there_is_no_box()
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "events.csv", "time,lon,lat", "2024-01-01 10:00,x,y")) with { Box = null };
        Assert.Contains("no row has a longitude and a latitude", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
    }
}
