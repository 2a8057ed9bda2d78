using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Maps;
using FineFlow.Ingest.Tests.Grid;
using static FineFlow.Ingest.Tests.Maps.SampleCounts;

namespace FineFlow.Ingest.Tests.Maps;

public sealed class CountTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every form of the same counts becomes the files that the array of them becomes, byte by byte.</summary>
    [Theory]
    [InlineData("usual.csv")]
    [InlineData("without-zeros.csv")]
    [InlineData("shuffled.csv")]
    [InlineData("columnar.parquet")]
    [InlineData("cells.csv")]
    [InlineData("from-one.csv")]
    [InlineData("centres.csv")]
    [InlineData("libcity.grid")]
    [InlineData("utc.csv")]
    [InlineData("named-utc.csv")]
    public void A_table_becomes_the_dataset_of_the_same_array(string name)
    {
        Import("array", new() { Inputs = [WriteNpy(_folder.File("maps.npy"))], Start = Start, Slot = 60 });

        Import("table", Write(name));

        foreach (var file in SplitNames.All.SelectMany(split => new[] { "X.npy", "Y.npy", "time.npy" }, Path.Join))
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Join(_folder.File("array"), file)), File.ReadAllBytes(Path.Join(_folder.File("table"), file)));
        }

        var manifest = DatasetFolder.Load(_folder.File("table")).Manifest;
        Assert.Equal((60, Start), (manifest.SlotMinutes!.Value, manifest.FirstSlot!.Value));
    }

    [Fact]
    public void Centres_tell_the_box() => Assert.Equal(
        new BoundingBox { West = West, East = West + (Columns * Step), North = North, South = North - (Rows * Step) },
        Read(Write("centres.csv")).Box);

    [Fact]
    public void A_grid_that_is_said_may_be_larger_than_its_centres()
    {
        var box = new BoundingBox { West = West - Step, East = West + (Columns * Step), North = North, South = North - (5 * Step) };

        var counts = Read(Write("centres.csv") with { Box = box, Grid = (5, 7) });

        Assert.Equal((5, 7, box), (counts.Maps.Rows, counts.Maps.Columns, counts.Box!));
        Assert.Equal(At(0, 0, 0), counts.Maps.Map(0, 0)[1]);
        Assert.Equal(At(0, 0, Cells - 1), counts.Maps.Map(0, 0)[(3 * 7) + 6]);
    }

    [Fact]
    public void Flows_between_cells_are_summed_at_both_ends()
    {
        var random = new Random(2);
        var (expected, lines) = (new float[2 * 2 * Cells], new List<string> { "dyna_id,type,time,origin_row_id,origin_column_id," });
        lines[0] += "destination_row_id,destination_column_id,flow";
        foreach (var pair in Enumerable.Range(0, 2 * Cells * Cells).Where(_ => random.Next(4) == 0).ToArray())
        {
            var (slot, origin, destination, flow) = (pair / (Cells * Cells), pair / Cells % Cells, pair % Cells, random.Next(9));
            expected[(((slot * 2) + 0) * Cells) + origin] += flow;
            expected[(((slot * 2) + 1) * Cells) + destination] += flow;
            lines.Add(
                Line($"{pair},state,2024-05-01T{slot:00}:00:00Z,{origin / Columns},{origin % Columns},")
                + Line($"{destination / Columns},{destination % Columns},{flow}"));
        }

        File.WriteAllLines(_folder.File("a.gridod"), lines);
        var request = new CountRequest { Inputs = [_folder.File("a.gridod")], Zone = "UTC" };

        var counts = Read(request);

        Assert.Equal(["outflow", "inflow"], counts.Channels!);
        Assert.Equal(expected, counts.Maps.Values);
        File.AppendAllLines(_folder.File("a.gridod"), lines[5..6]);
        AssertRefused(request, $"row {lines.Count}: ", "has a row already");
    }

    [Theory]
    [InlineData("9007199254740992", 9007199254740992)]
    [InlineData("\"9,007,199,254,740,991\"", 9007199254740991)]
    [InlineData("16777217", 16777217)]
    [InlineData("0.5", 0.5)]
    public void Counts_are_exact_up_to_the_last_whole_number_of_a_double(string text, double count) =>
        Assert.Equal(count, Read(Table("2024-05-01 10:00,0,0," + text, "2024-05-01 11:00,1,1,2")).Maps.Count(0));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("1e300")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("inf")]
    [InlineData("1.234.567")]
    public void What_is_no_count_is_refused_with_its_row(string text) =>
        AssertRefused(Table("2024-05-01 10:00,0,0,1", "2024-05-01 11:00,1,1," + text), "row 2: column 'count' has no count");

    [Fact]
    public void A_large_whole_number_of_a_column_of_numbers_is_refused()
    {
        var path = Compressed.Parquet(
            _folder, "a.parquet", "SELECT TIMESTAMP '2024-05-01 10:00:00' AS time, 0 AS row, 0 AS column, 9007199254740993 AS count");

        AssertRefused(new() { Inputs = [path] }, "row 1: column 'count' has no count");
    }

    [Fact]
    public void A_slot_and_cell_comes_once() => AssertRefused(
        Table("2024-05-01 10:00,0,0,1", "2024-05-01 11:00,1,1,2", "2024-05-01 10:00,0,0,1"),
        "counts.csv: row 3: 2024-05-01 10:00, row 0, column 0 has a row already");

    [Fact]
    public void A_slot_without_a_row_is_missing_and_a_cell_without_one_is_zero()
    {
        var counts = Read(Table("2024-05-01 10:00,0,0,1", "2024-05-01 11:00,1,1,2", "2024-05-01 14:00,0,1,3"));

        Assert.Equal([10, 11, 14], counts.Time!.Select(second => second / 3600 % 24));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0], counts.Maps.Values);
        Assert.Contains("9 cells of slots with other rows have none: their counts are 0", counts.Notes);
        Assert.Contains("2 slots between the first and the last have no count: they are missing, and no maps of zeros", counts.Notes);
    }

    [Fact]
    public void A_cell_without_a_row_is_missing_where_the_table_leaves_no_zeros_out()
    {
        var path = WriteUsual(_folder.File("a.csv"));
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [.. lines[..7], .. lines[8..]]);

        var counts = Read(new() { Inputs = [path] });

        Assert.Equal(2, counts.Maps.Values.Count(float.IsNaN));
        Assert.True(float.IsNaN(counts.Maps.Map(0, 1)[1]));
        Assert.Contains("is missing", Assert.Throws<BadInputException>(counts.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_count_is_missing()
    {
        var counts = Read(Table("2024-05-01 10:00,0,0,", "2024-05-01 11:00,1,1,NA", "2024-05-01 11:00,0,0,3"));

        Assert.Equal([1f, 0, 0, 0, 0, 0, 0, 1], counts.Maps.Values.Select(count => float.IsNaN(count) ? 1f : 0));
        Assert.Equal(2, MissingCells.Count(counts.Inputs().Mask));
    }

    [Theory]
    [InlineData("Base", "2024-05-01 10:00,1,2,1", "2024-05-01 11:00,2,1,2")]
    [InlineData("Slot", "2024-05-01 10:00,0,1,1", "2024-05-01 10:20,2,1,2", "2024-05-01 10:50,2,1,2")]
    [InlineData("Slot", "2024-05-01 10:00,0,1,1", "2024-05-01 10:07,2,1,2")]
    [InlineData("Zone", "2024-05-01T10:00:00Z,0,1,1", "2024-05-01T11:00:00Z,2,1,2")]
    [InlineData("TimeFormats", "03/04/2024 10:00,0,1,1", "03/04/2024 11:00,2,1,2")]
    public void What_the_table_does_not_show_is_asked(string setting, params string[] lines) =>
        Assert.Equal(setting, Refusal(Table(lines)).Setting);

    [Fact]
    public void What_the_columns_do_not_show_is_asked()
    {
        Assert.Equal("Grid", Refusal(Write("cells.csv") with { Grid = null }).Setting);
        Assert.Equal("Count", Refusal(Named("time,row,column,count,value")).Setting);
        Assert.Equal("Count", Refusal(Named("time,row,column,a,b")).Setting);
        Assert.Equal("Row", Refusal(Named("time,r,c,count,b")).Setting);
        Assert.Equal("Time", Refusal(Named("when,row,column,count,b")).Setting);

        var named = Named("when,r,c,count,b") with { Time = "when", Columns = new() { Row = "r", Column = "c", Count = ["b", "count"] } };
        Assert.Equal(["b", "count"], Read(named).Channels!);
    }

    [Theory]
    [InlineData("2024-05-01 10:00,0,4,1", "row 2: row 0, column 4 is no cell of the grid of 4 x 4")]
    [InlineData("2024-05-01 10:00,0.5,0,1", "is no cell")]
    [InlineData("2024-05-01 10:00,,0,1", "is no cell")]
    [InlineData("later,0,0,1", "row 2: column 'time' has no time")]
    [InlineData("2024-05-01 10:30,0,0,1", "2024-05-01 10:30, where no slot of 60 minutes starts")]
    [InlineData("2024-05-01 10:00,0,0,1,7", "1 rows do not have the columns of the others")]
    [InlineData("2024-05-01 10:00,0", "1 rows do not have the columns of the others")]
    public void A_row_that_cannot_be_is_refused(string line, string problem) =>
        AssertRefused(Table("2024-05-01 09:00,3,3,1", line, "2024-05-01 11:00,0,0,1") with { Grid = (4, 4), Slot = 60 }, problem);

    [Fact]
    public void An_hour_that_the_clock_shows_twice_is_counted_once()
    {
        var request = Table("2024-11-03T05:00:00Z,0,0,1", "2024-11-03T06:00:00Z,0,0,2", "2024-11-03T07:00:00Z,0,0,3");

        var counts = Read(request with { Zone = "America/New_York" });

        Assert.Equal([1, 3], counts.Maps.Values);
        Assert.Contains("1 rows of an hour that the clock showed for the second time are left out", counts.Notes);
    }

    [Theory]
    [InlineData("10.0,50.0", "10.5,50.5", "10.85,51.0")]
    [InlineData("10.0,50.0", "10.0001,50.5", "11.0,51.0")]
    public void Centres_on_no_regular_grid_are_refused(params string[] places)
    {
        var path = Flows.Write(
            _folder, "counts.csv", ["time,lon,lat,count", .. places.Select((place, row) => Line($"2024-05-01 1{row}:00,{place},1"))]);

        AssertRefused(new() { Inputs = [path] }, "the centres of cells on a regular grid are expected");
    }

    /// <summary>A cut table is read as the lines that are left, and no table with a broken line is.</summary>
    [Fact]
    public void Damaged_tables_are_refused_or_read_as_a_plain_reader_reads_them()
    {
        var bytes = File.ReadAllBytes(WriteUsual(_folder.File("whole.csv"), withZeros: false));
        var (random, header, read) = (new Random(4), Array.IndexOf(bytes, (byte)'\n') + 1, 0);
        for (var trial = 0; trial < 20; trial++)
        {
            var damaged = trial % 2 == 0 ? bytes[..random.Next(header, bytes.Length)] : [.. bytes];
            if (trial % 2 == 1)
            {
                damaged[random.Next(header, damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(_folder.File("damaged.csv"), damaged);
            try
            {
                var maps = Read(new() { Inputs = [_folder.File("damaged.csv")], Grid = (Rows, Columns), Slot = 60 }).Maps;
                Assert.Equal(PlainSum(File.ReadAllLines(_folder.File("damaged.csv"))), maps.Values.Sum(count => (double)count));
                read++;
            }
            catch (BadInputException refused)
            {
                Assert.Contains("damaged.csv", refused.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(read > 3);
    }

    [Fact]
    public void A_cut_compressed_table_is_refused()
    {
        var path = Compressed.Gzip(_folder, "a.csv.gz", File.ReadAllText(WriteUsual(_folder.File("a.csv"))));
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { bytes.Length - 1, bytes.Length - 9, bytes.Length / 2 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains("a.csv.gz", Refusal(new() { Inputs = [path] }).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("time,row,column,count", true)]
    [InlineData("dyna_id,type,time,row_id,column_id,inflow,outflow", true)]
    [InlineData("time,cell_id,flow", true)]
    [InlineData("time,lon,lat", false)]
    [InlineData("started_at,ended_at,start_lng,start_lat,end_lng,end_lat", false)]
    [InlineData("vehicle,time,lon,lat,count", false)]
    [InlineData("time,lon,lat,count", null)]
    public void Counts_are_told_from_events_by_their_columns(string header, bool? expected) => Assert.Equal(
        expected, CountTable.AreCounts(Named(header), TestContext.Current.CancellationToken));

    private static double PlainSum(string[] lines) =>
        lines.Skip(1).SelectMany(line => line.Split(',')[3..5])
            .Sum(field => field.Length == 0 ? double.NaN : double.Parse(field, System.Globalization.CultureInfo.InvariantCulture));

    private static GridCounts Read(CountRequest request) => CountFiles.Read(request, TestContext.Current.CancellationToken);

    private static BadInputException Refusal(CountRequest request) => Assert.Throws<BadInputException>(() => Read(request));

    private static void AssertRefused(CountRequest request, params string[] problems) =>
        Assert.All(problems, problem => Assert.Contains(problem, Refusal(request).Message, StringComparison.Ordinal));

    private void Import(string folder, CountRequest request) => MapImport.Write(
        _folder.File(folder), new() { Counts = request, Factor = 2, Ratio = new(3, 1, 2), Name = "counts" }, overwrite: false);

    private CountRequest Table(params string[] lines) =>
        new() { Inputs = [Flows.Write(_folder, "counts.csv", ["time,row,column,count", .. lines])] };

    private CountRequest Named(string header) => new()
    {
        Inputs = [Flows.Write(_folder, "named.csv", header, string.Join(',', header.Split(',').Select(Value)))],
    };

    private static string Value(string name) => name is "time" or "when" || name.EndsWith("_at", StringComparison.Ordinal)
        ? "2024-05-01 10:00"
        : "0";

    private CountRequest Write(string name)
    {
        var path = _folder.File(name);
        var request = new CountRequest { Inputs = [path] };
        switch (name)
        {
            case "usual.csv":
                WriteUsual(path);
                break;
            case "without-zeros.csv":
                WriteUsual(path, withZeros: false);
                break;
            case "shuffled.csv":
                WriteUsual(path, withZeros: false, seed: 3);
                break;
            case "columnar.parquet":
                var source = WriteUsual(_folder.File("source.csv"), seed: 4);
                Compressed.Parquet(_folder, name, $"SELECT * FROM read_csv('{source}')");
                break;
            case "cells.csv":
                WriteTable(
                    path, "cell_id;inflow;outflow;time", (time, row, column, one, other) =>
                        Line($"{(row * Columns) + column};{one};{other};{time:dd.MM.yyyy HH:mm}"), withZeros: false);
                return request with { Grid = (Rows, Columns) };
            case "from-one.csv":
                WriteTable(
                    path, "time,row,col,inflow,outflow", (time, row, column, one, other) =>
                        Line($"{time:s},{row + 1},{column + 1},{one},{other}"));
                return request with { Grid = (Rows, Columns) };
            case "centres.csv":
                WriteTable(
                    path, "lat,lon,time,inflow,outflow", (time, row, column, one, other) =>
                        Line($"{North - ((row + 0.5) * Step)},{West + ((column + 0.5) * Step):0.000},{time:s},{one},{other}"), seed: 6);
                break;
            case "libcity.grid":
                WriteTable(
                    path, "dyna_id,type,time,row_id,column_id,inflow,outflow", (time, row, column, one, other) =>
                        Line($"7,state,{time:s}Z,{row},{column},{one},{other}"));
                return request with { Zone = "UTC" };
            case "named-utc.csv":
                WriteTable(
                    path, "time_utc,row,column,inflow,outflow", (time, row, column, one, other) =>
                        Line($"{time.AddHours(-2):s},{row},{column},{one},{other}"));
                return request with { Zone = "Europe/Berlin" };
            default:
                WriteTable(
                    path, "time,row,column,inflow,outflow", (time, row, column, one, other) =>
                        Line($"{time.AddHours(-2):s}+00:00,{row},{column},{one},{other}"));
                return request with { Zone = "Europe/Berlin" };
        }

        return request;
    }
}
