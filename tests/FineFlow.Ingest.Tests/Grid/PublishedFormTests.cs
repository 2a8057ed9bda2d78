using System.IO.Compression;
using System.Text;
using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Tables in the forms in which cities, spreadsheets and loggers write them. Each counts the same three points.</summary>
public sealed class PublishedFormTests : IDisposable
{
    private static readonly string[] Plain =
        ["time,lon,lat", "2024-01-01 10:00:00,1.25,0.5", "2024-01-01 10:10:00,7.5,7.5", "2024-01-01 11:00:00,1.25,0.5"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string[]> Forms => new()
    {
        { "sep=", ["sep=;", .. Plain.Select(line => line.Replace(',', ';'))] },
        { "titles and notes", ["Trips of Nowhere, January 2024", "# made up", "", .. Plain] },
        { "metadata", ["source: nobody", "version: 1, 2", .. Plain] },
        { "a byte order mark", ["\uFEFF" + Plain[0], .. Plain[1..]] },
        {
            "decimal commas",
            ["time;lon;lat", "2024-01-01 10:00:00;1,25;0,5", "2024-01-01 10:10:00;7,5;7,5", "2024-01-01 11:00:00;1,25;0,5"]
        },
        { "names in capitals and quotes", ["\"Date Time\",\"LONGITUDE\",\"Latitude\"", .. Plain[1..]] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public void Tables_in_other_forms_count_the_same(string form, string[] lines)
    {
        Assert.NotEmpty(form);
        AssertCounts(Flows.Build(Flows.Options(GridKind.Events, Flows.Write(_folder, "a.csv", lines))));
        AssertCounts(Flows.Build(Flows.Options(GridKind.Events, Compressed.Gzip(_folder, "a.csv.gz", lines))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Utf_16_is_read_as_spreadsheets_write_it(bool hasNotes)
    {
        var path = _folder.File("a.csv");
        File.WriteAllText(path, string.Join("\r\n", hasNotes ? ["Straße, Öl", .. Plain] : Plain) + "\r\n", Encoding.Unicode);
        AssertCounts(Flows.Build(Flows.Options(GridKind.Events, path)));
    }

    [Theory]
    [InlineData("day clock lon lat")]
    [InlineData(null)]
    public void Columns_may_have_blanks_between(string? header)
    {
        string[] rows = ["2024-01-01 10:00:00   1.25 0.5", "2024-01-01 10:10:00 7.5     7.5", " 2024-01-01 11:00:00 1.25\t0.5 "];
        var file = Flows.Write(_folder, "a.txt", header is null ? rows : [header, .. rows]);
        var options = Flows.Options(GridKind.Events, file) with { Columns = new() { Time = "day,clock" } };

        AssertCounts(Flows.Build(header is null ? options with { ColumnNames = ["day", "clock", "lon", "lat"] } : options));
    }

    [Fact]
    public void Files_without_a_header_are_read_by_names_that_are_given()
    {
        var file = Flows.Write(_folder, "a.csv", Plain[1..]);
        var options = Flows.Options(GridKind.Events, file);

        AssertCounts(Flows.Build(options with { ColumnNames = ["time", "lon", "lat"] }));
        AssertRefused(options, "begins with numbers or times");
        AssertRefused(options with { ColumnNames = ["time", "lon"] }, "has rows of 3 columns");
    }

    /// <summary>Names that are given stand for those of the file, whose line of names is not a row.</summary>
    [Fact]
    public void Names_that_are_given_replace_those_of_the_file()
    {
        var file = Flows.Write(_folder, "a.csv", ["a,b,c", .. Plain[1..]]);
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { ColumnNames = ["time", "lon", "lat"] });

        AssertCounts(flow);
        Assert.Equal(3, flow.Report.Rows);
    }

    [Fact]
    public void Files_with_other_names_and_orders_are_one_table()
    {
        var flow = Flows.Build(Flows.Options(
            GridKind.Events,
            Flows.Write(_folder, "a.csv", Plain[..2]),
            Flows.Write(
                _folder, "b.csv", "\"Longitude\";\"remark\";\"Latitude\";\"Timestamp\"", "7.5;\"fast; loud\";7.5;2024-01-01 10:10:00"),
            Flows.Write(_folder, "c.csv", ["id,TIME,LON,LAT", "17,2024-01-01 11:00:00,1.25,0.5"])));

        AssertCounts(flow);
        Assert.Equal(["remark", "id"], flow.Report.ColumnsOfSomeFiles);
        Assert.Equal(3, flow.Report.Files.Count);
    }

    [Fact]
    public void A_column_that_one_file_lacks_is_named()
    {
        var options = Flows.Options(
            GridKind.Events, Flows.Write(_folder, "a.csv", Plain), Flows.Write(_folder, "b.csv", "time,place", "2024-01-01 10:00:00,here"));

        AssertRefused(options, "only some of the files have lon, lat, place");
    }

    /// <summary>Bad rows keep their file and line, behind notes and in files of several forms.</summary>
    [Fact]
    public void Bad_rows_are_named_by_file_and_line()
    {
        var flow = Flows.Build(Flows.Options(
            GridKind.Events,
            Flows.Write(_folder, "a.csv", [.. Plain, "2024-01-01 11:00:00,east,0.5"]),
            Flows.Write(
                _folder, "b.csv",
                "A title", "of, two lines", "lat,lon,time", "0.5,1.25,never", "0.5,1.25", "0.5,1.25,2024-01-01 12:00:00")));

        Assert.Equal(
            [(_folder.File("a.csv"), 5), (_folder.File("b.csv"), 4), (_folder.File("b.csv"), 5)],
            flow.Report.BadRows.Select(row => (row.File, row.Line!.Value)));
        Assert.Equal((7, 4L), (flow.Report.Rows, flow.Report.Channels[0].Counted));
    }

    [Fact]
    public void A_day_and_a_time_of_day_in_columns_of_these_names_are_joined()
    {
        string[] lines = ["Date,Time,lon,lat", .. Plain[1..].Select(line => line.Replace(' ', ','))];
        AssertCounts(Flows.Build(Flows.Options(GridKind.Events, Flows.Write(_folder, "a.csv", lines))));

        // A column of whole times beside one of days is read alone.
        string[] whole = ["date,time,lon,lat", .. Plain[1..].Select(line => $"2001-01-01,{line}")];
        AssertCounts(Flows.Build(Flows.Options(GridKind.Events, Flows.Write(_folder, "b.csv", whole))));
    }

    /// <summary>The form of GeoLife's user guide: six lines of notes, no names, days since 1899 beside date and time.</summary>
    [Fact]
    public void Trajectories_of_geolife_are_read_by_their_ending()
    {
        string[] notes = ["Geolife trajectory", "WGS 84", "Altitude is in Feet", "Reserved 3", "0,2,255,My Track,0,0,2,8421376", "0"];
        string[] One(string longitude, string clock) => [$"0.5,{longitude},0,492,39744.12,2024-01-01,{clock}"];
        string[] files =
        [
            Flows.Write(_folder, "20240101100000.plt", [.. notes, .. One("0.5", "10:00:00"), .. One("1.5", "10:00:05")]),
            Flows.Write(_folder, "20240101110000.plt", [.. notes, .. One("0.5", "11:00:00"), .. One("1.5", "11:00:05")]),
        ];
        // Its times are in GMT, eight hours behind Beijing's clock.
        var options = Flows.Options(GridKind.Traces, files);
        var flow = Flows.Build(options with { Zone = "Asia/Shanghai" });
        Assert.Equal((4, 1f, 1f), (flow.Report.Rows, flow.At("2024-01-01 18:00", 7, 1, 1), flow.At("2024-01-01 19:00", 7, 1, 1)));

        Assert.Contains("zone", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
        var other = Flows.Write(_folder, "a.csv", "lat,lon,time", "0.5,0.5,2024-01-01 10:00:00");
        var mixed = Assert.Throws<BadInputException>(() => Flows.Build(options with { Inputs = [.. files, other], Zone = "UTC" }));
        Assert.Contains("grid them apart", mixed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time_utc")]
    [InlineData("UTCTime")]
    [InlineData("Pickup time (GMT)")]
    [InlineData("BaseDateTime")]
    public void Times_of_a_column_that_names_utc_are_in_utc_unless_a_clock_is_said(string name)
    {
        var file = Flows.Write(_folder, "a.csv", $"{name},lon,lat", "2024-07-01 10:10:00,1.25,0.5");
        var options = Flows.Options(GridKind.Events, file) with { Columns = new() { Time = name }, Zone = "America/New_York" };

        Assert.Equal(1, Flows.Build(options).At("2024-07-01 06:00", 7, 1));
        Assert.Equal(1, Flows.Build(options with { Clock = InputClock.Utc }).At("2024-07-01 06:00", 7, 1));
        Assert.Equal(1, Flows.Build(options with { Clock = InputClock.Local }).At("2024-07-01 10:00", 7, 1));
        Assert.Throws<BadInputException>(() => Flows.Build(options with { Zone = null }));
    }

    [Theory]
    [InlineData("time_utc", "06:00")]
    [InlineData("UTC datetime", "06:00")]
    [InlineData("time_utc,timestamp", "10:00")]
    public void A_usual_time_is_found_also_where_its_name_says_the_zone(string names, string slot)
    {
        var time = string.Join(',', names.Split(',').Select(_ => "2024-07-01 10:10:00"));
        var file = Flows.Write(_folder, "a.csv", $"{names},lon,lat", $"{time},1.25,0.5");

        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Zone = "America/New_York" });
        Assert.Equal(1, flow.At($"2024-07-01 {slot}", 7, 1));
    }

    [Fact]
    public void Weights_may_have_thousands_separators()
    {
        var file = Flows.Write(_folder, "a.csv", "time;lon;lat;n", "2024-01-01 10:00:00;1.25;0.5;1,234", "2024-01-01 10:00:00;7.5;7.5;12");
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Columns = new() { Weight = "n" } });

        Assert.Equal(1234, flow.At("2024-01-01 10:00", 7, 1));
        Assert.Equal(12, flow.At("2024-01-01 10:00", 0, 7));
    }

    [Fact]
    public void Tables_in_an_archive_are_read_and_called_by_their_names()
    {
        var path = Zip(
            ("2024/a.csv", Plain[..3]), ("2024/b.csv", ["lat,lon,time", "0.5,1.25,2024-01-01 11:00:00", "0.5,1.25,never"]),
            ("__MACOSX/2024/._a.csv", ["junk"]), ("read me.md", ["x"]));
        var flow = Flows.Build(Flows.Options(GridKind.Events, path));

        AssertCounts(flow);
        Assert.Equal([$"{path}/2024/a.csv", $"{path}/2024/b.csv"], flow.Report.Files);
        Assert.Equal($"{path}/2024/b.csv", flow.Report.BadRows.Single().File);
        Assert.Equal("a.csv and 1 more files", flow.Manifest.Source);
        AssertRefused(Flows.Options(GridKind.Events, path) with { MaxBadShare = 0.1 }, $"{path}/2024/b.csv: 1 of 2 rows are bad");
        AssertRefused(Flows.Options(GridKind.Events, Zip(("read me.md", ["x"]))), "holds no table");
    }

    [Fact]
    public void A_damaged_archive_is_refused()
    {
        var path = Zip(("a.csv", [Plain[0], .. Enumerable.Repeat(Plain[1], 2000)]));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^200]);
        AssertRefused(Flows.Options(GridKind.Events, path), "is no whole zip archive");

        bytes[60] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        AssertRefused(Flows.Options(GridKind.Events, path), $"{path}/a.csv");
    }

    [Fact]
    public void Without_a_column_the_vehicle_is_what_names_the_file()
    {
        string[] track = ["time,lon,lat", "2024-01-01 10:00:00,0.5,0.5", "2024-01-01 10:01:00,1.5,0.5"];
        var flow = Flows.Build(Flows.Options(
            GridKind.Traces, Flows.Write(_folder, "cab-1.csv", track), Flows.Write(_folder, "cab-2.csv", track)));

        Assert.Equal(2, flow.At("2024-01-01 10:00", 7, 1, channel: 1));
        AssertRefused(Flows.Options(GridKind.Traces, _folder.File("cab-1.csv")), "no usual column for the vehicle");
    }

    private string Zip(params (string Name, string[] Lines)[] files)
    {
        var path = _folder.File($"{files.Length}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, lines) in files)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(string.Join('\n', lines) + "\n");
        }

        return path;
    }

    private static void AssertCounts(GriddedFlow flow)
    {
        Assert.Equal(3, flow.Report.Channels[0].Counted);
        Assert.Equal(1, flow.At("2024-01-01 10:00", 7, 1));
        Assert.Equal(1, flow.At("2024-01-01 10:00", 0, 7));
        Assert.Equal(1, flow.At("2024-01-01 11:00", 7, 1));
        Flows.AssertAccounted(flow);
    }

    private static void AssertRefused(GridOptions options, string problem) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
}
