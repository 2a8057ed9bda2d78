using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class FileKindTests
{
    private const string Query = "SELECT TIMESTAMP '2024-01-01 00:00:00' + to_minutes(i) AS time, i % 90 / 10.0 AS lon, "
        + "i % 70 / 8.0 AS lat FROM range(3000) r(i)";

    [Fact]
    public void The_same_rows_give_the_same_maps_from_csv_gzip_zstandard_and_parquet()
    {
        using var folder = new TemporaryFolder();
        string[] lines =
        [
            "time,lon,lat",
            .. Enumerable.Range(0, 3000).Select(
                i => FormattableString.Invariant(
                    $"{new DateTime(2024, 1, 1).AddMinutes(i):yyyy-MM-dd HH:mm:ss},{i % 90 / 10.0},{i % 70 / 8.0}")),
        ];
        var expected = Flows.Build(Flows.Options(GridKind.Events, Flows.Write(folder, "a.csv", lines)));
        Assert.Equal(3000, expected.Report.Rows);
        foreach (var file in new[]
        {
            Compressed.Gzip(folder, "b.csv.gz", lines),
            Compressed.Zstandard(folder, "c.csv.zst", Query),
            Compressed.Parquet(folder, "d.parquet", Query),
            Flows.Write(folder, "e.tsv", [.. lines.Select(line => line.Replace(',', '\t'))]),
            Flows.Write(folder, "f.txt", [.. lines.Select(line => $"\"{line.Replace(",", "\";\"", StringComparison.Ordinal)}\"")]),
        })
        {
            var flow = Flows.Build(Flows.Options(GridKind.Events, file));
            Assert.Equal(expected.Splits[0].Fine.Values, flow.Splits[0].Fine.Values);
            Assert.Equal(expected.Report.Channels[0].Dropped, flow.Report.Channels[0].Dropped);
        }
    }

    [Fact]
    public void A_pattern_means_all_its_files_and_each_file_counts_once()
    {
        using var folder = new TemporaryFolder();
        Flows.Write(folder, "day1.csv", "time,lon,lat", "2024-01-01 10:00,1,1");
        Flows.Write(folder, "day2.csv", "time,lon,lat", "2024-01-02 10:00,1,1");
        Flows.Write(folder, "other.csv", "time,lon,lat", "2024-01-03 10:00,1,1");
        var flow = Flows.Build(Flows.Options(GridKind.Events, folder.File("day*.csv"), folder.File("day1.csv")));
        Assert.Equal([folder.File("day1.csv"), folder.File("day2.csv")], flow.Report.Files);
        Assert.Equal(2, flow.Report.Rows);
    }

    [Fact]
    public void A_name_with_brackets_and_quotes_is_that_file_alone()
    {
        using var folder = new TemporaryFolder();
        Flows.Write(folder, "a1.csv", "time,lon,lat", "2024-01-01 10:00,1,1", "2024-01-01 10:00,1,1");
        var file = Flows.Write(folder, "a[1].csv", "time,lon,lat", "2024-01-01 10:00,1,1");
        Assert.Equal(1, Flows.Build(Flows.Options(GridKind.Events, file)).Report.Rows);
        var quoted = Flows.Write(folder, "it's (SELECT 1);--.csv", "time,lon,lat", "2024-01-01 10:00,1,1");
        Assert.Equal(1, Flows.Build(Flows.Options(GridKind.Events, quoted)).Report.Rows);
    }

    [Fact]
    public void What_is_no_table_is_refused_with_its_name()
    {
        using var folder = new TemporaryFolder();
        var csv = Flows.Write(folder, "a.csv", "time,lon,lat", "2024-01-01 10:00,1,1");
        AssertRefused("no such file", folder.File("none.csv"));
        AssertRefused("no such file", folder.File("none*.csv"));
        AssertRefused("is a folder", folder.Path);
        AssertRefused("is of an unknown kind", Flows.Write(folder, "a.xlsx", "x"));
        AssertRefused("is Parquet, unlike", csv, Compressed.Parquet(folder, "a.parquet", Query));
        AssertRefused("has no column of", csv, Flows.Write(folder, "b.csv", "a,b,c", "2024-01-01 10:00,1,1"));
        AssertRefused("is empty", Flows.Write(folder, "empty.csv"));
        AssertRefused("begins with numbers or times", Flows.Write(folder, "bare.csv", "2024-01-01 10:00,1,1"));
        AssertRefused("cannot be read", Flows.Write(folder, "broken.parquet", "PAR1 and nothing else"));
        AssertRefused("is cut or damaged", Flows.Write(folder, "broken.csv.gz", "no gzip"));
        AssertRefused("no such file", "https://example.org/a.csv");
        AssertRefused(
            "line ends of several kinds",
            Flows.Write(folder, "mixed.csv", "time,lon,lat", "2024-01-01 10:00,1,1\r", "2024-01-01 10:00,1,1"));
    }

    private static void AssertRefused(string problem, params string[] files)
    {
        var failure = Assert.Throws<BadInputException>(() => Flows.Build(Flows.Options(GridKind.Events, files)));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
