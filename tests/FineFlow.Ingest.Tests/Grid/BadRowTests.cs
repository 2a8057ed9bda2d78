using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class BadRowTests
{
    private const string Good = "2024-01-01 10:00,1,1,ok";

    [Fact]
    public void Bad_rows_are_told_with_the_line_they_begin_in()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "events.csv", "time,lon,lat,note", Good, "", "2024-01-01 10:00,1,1,\"two", "lines\"", "soon,1,1,no time", Good,
            "2024-01-01 10:00,1",
            "2024-01-01 10:00,1,91,pole", Good, "2024-01-01 10:00,1,\"1\"1,quote", "", "2024-01-01 10:00,,1,", "2999-01-01 10:00,1,1,",
            Good);
        var report = Flows.Build(Flows.Options(GridKind.Events, file)).Report;
        Assert.Equal(
            [
                (6, DropReason.BadTime), (8, DropReason.Malformed), (9, DropReason.BadPosition), (11, DropReason.Malformed),
                (13, DropReason.BadPosition), (14, DropReason.Future),
            ],
            report.BadRows.Select(row => ((int)row.Line!.Value, row.Problem)));
        Assert.Equal("time '2024-01-01 10:00', lon '1', lat '91'", report.BadRows[2].Text);
        Assert.Equal("2024-01-01 10:00,1", report.BadRows[1].Text);
        Assert.Equal((11, 5), (report.Rows, report.Channels[0].Counted));
    }

    [Fact]
    public void Lines_are_told_of_the_right_file_also_within_gzip_and_with_other_line_ends()
    {
        using var folder = new TemporaryFolder();
        var first = Compressed.Gzip(folder, "a.csv.gz", "time,lon,lat,note", Good, "x,1,1,");
        var second = folder.File("b.csv");
        File.WriteAllText(second, "time,lon,lat,note\r\n\r\n2024-01-01 10:00,1,1,ok\r\ny,1,1,\r\n");
        var report = Flows.Build(Flows.Options(GridKind.Events, first, second)).Report;
        Assert.Equal([$"{first}, line 3", $"{second}, line 4"], report.BadRows.Select(row => row.ToString()));
    }

    [Fact]
    public void Parquet_has_rows_in_place_of_lines()
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(
            folder, "a.parquet", "SELECT TIMESTAMP '2024-01-01 10:00:00' AS time, unnest([1.0, NULL, 'inf'::DOUBLE]) AS lon, 1.0 AS lat");
        var report = Flows.Build(Flows.Options(GridKind.Events, file)).Report;
        Assert.Equal([$"{file}, row 2", $"{file}, row 3"], report.BadRows.Select(row => row.ToString()));
    }

    [Fact]
    public void Only_the_first_few_are_told_and_all_are_counted()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat,note", Good, .. Enumerable.Repeat("no,1,1,", 5000)]);
        var report = Flows.Build(Flows.Options(GridKind.Events, file)).Report;
        Assert.Equal(Enumerable.Range(3, 20).Select(line => (long?)line), report.BadRows.Select(row => row.Line));
        Assert.Equal(5000, report.Channels[0].Dropped[DropReason.BadTime]);
    }
}
