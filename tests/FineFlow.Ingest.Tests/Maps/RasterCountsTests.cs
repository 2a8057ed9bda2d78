using BitMiracle.LibTiff.Classic;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Maps;
using static FineFlow.Ingest.Tests.Maps.SampleTiff;

namespace FineFlow.Ingest.Tests.Maps;

public sealed class RasterCountsTests : IDisposable
{
    private const long MayDay = 1_714_521_600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool, bool, int, string> Layouts => new(
        from type in new[] { "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64" }
        from layout in new[] { (false, false, 5), (true, false, 2), (false, true, 5), (true, true, 5), (false, false, 3) }
        from mode in new[] { "w", "wb" }
        select (type, layout.Item1, layout.Item2, layout.Item3, mode));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Cells_are_read_however_they_are_stored(string type, bool isSeparate, bool isTiled, int rowsPerStrip, string mode)
    {
        var tiff = new SampleTiff { Type = type, IsSeparate = isSeparate, IsTiled = isTiled, RowsPerStrip = rowsPerStrip, Mode = mode };

        AssertCells(tiff, Read(tiff));
    }

    [Theory]
    [InlineData(Compression.NONE, Predictor.NONE, "int32")]
    [InlineData(Compression.LZW, Predictor.NONE, "uint16")]
    [InlineData(Compression.LZW, Predictor.HORIZONTAL, "uint16")]
    [InlineData(Compression.ADOBE_DEFLATE, Predictor.HORIZONTAL, "int32")]
    [InlineData(Compression.ADOBE_DEFLATE, Predictor.FLOATINGPOINT, "float32")]
    [InlineData(Compression.PACKBITS, Predictor.NONE, "uint8")]
    public void Cells_are_read_however_they_are_packed(Compression compression, Predictor predictor, string type)
    {
        var tiff = new SampleTiff { Compression = compression, Predictor = predictor, Type = type, IsSeparate = true };

        AssertCells(tiff, Read(tiff));
    }

    [Fact]
    public void Bands_without_times_are_slots_in_their_order()
    {
        var counts = Read(new SampleTiff());

        Assert.Equal((3, 1, null, null), (counts.Maps.Samples, counts.Maps.Channels, counts.Time, counts.Channels));
        Assert.Equal(new BoundingBox { West = 10, North = 52, East = 13.5, South = 50.75 }, counts.Box);
        Assert.Equal("EPSG:4326", counts.Crs);
    }

    [Fact]
    public void Times_and_channels_are_those_of_the_descriptions_whatever_their_order()
    {
        var counts = Read(new SampleTiff
        {
            Bands = 4,
            Metadata = Described("2024-05-01T07:30 in", "2024-05-01T07:30 out", "2024-05-01T07:00 in", "2024-05-01T07:00 out"),
        });

        Assert.Equal([MayDay + 25_200, MayDay + 27_000], counts.Time!);
        Assert.Equal((30, 2), (counts.SlotMinutes!.Value, counts.Maps.Channels));
        Assert.Equal(["in", "out"], counts.Channels!);
        Assert.Equal(new SampleTiff().Values(2), counts.Maps.Map(0, 0).ToArray().Select(count => (double)count));
        Assert.Equal(new SampleTiff().Values(1), counts.Maps.Map(1, 1).ToArray().Select(count => (double)count));
    }

    [Fact]
    public void Numbers_of_slots_and_channels_in_descriptions_are_read()
    {
        var counts = Read(new SampleTiff { Bands = 4, Metadata = Described("0 in", "0 out", "1 in", "1 out") });

        Assert.Equal((2, 2, null), (counts.Maps.Samples, counts.Maps.Channels, counts.Time));
        Assert.Equal(["in", "out"], counts.Channels!);
    }

    [Theory]
    [InlineData("time")]
    [InlineData("TIMESTAMP")]
    public void Times_are_those_of_the_bands_metadata(string name) => Assert.Equal(
        [MayDay, MayDay + 3600, MayDay + 7200],
        Read(new SampleTiff { Metadata = Items(name, "2024-05-01T00:00:00", "2024-05-01 01:00:00.000000000", "20240501T0200") }).Time!);

    [Theory]
    [InlineData("flow-20240501-0700.tif", "flow-20240501-0600.tif")]
    [InlineData("2024-05-01T07:00:00_out.tif", "2024-05-01T06:00:00_out.tif")]
    [InlineData("B4_2024-05-01_07-00.tif", "B4_2024-05-01_06-00.tif")]
    public void Times_are_those_of_the_files_names(string name, string earlier)
    {
        var (tiff, other) = (new SampleTiff { Bands = 1 }, new SampleTiff { Bands = 1, Cell = (_, cell) => cell });

        var counts = Read(tiff.Write(_folder.File(name)), other.Write(_folder.File(earlier)));

        Assert.Equal([MayDay + 21_600, MayDay + 25_200], counts.Time!);
        Assert.Equal(other.Values(0), counts.Maps.Map(0, 0).ToArray().Select(count => (double)count));
        Assert.Equal(tiff.Values(0), counts.Maps.Map(1, 0).ToArray().Select(count => (double)count));
    }

    [Fact]
    public void A_file_a_slot_may_have_channels()
    {
        var tiff = new SampleTiff { Bands = 2, Metadata = Described("in", "out") };

        var counts = Read(tiff.Write(_folder.File("20240501.tif")), tiff.Write(_folder.File("20240502.tif")));

        Assert.Equal((2, 2, 1440), (counts.Maps.Samples, counts.Maps.Channels, counts.SlotMinutes!.Value));
        Assert.Equal(["in", "out"], counts.Channels!);
        Assert.Contains(
            "bands that have no description",
            Refusal((tiff with { Metadata = null }).Write(_folder.File("20240503.tif"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_with_a_zone_need_that_of_the_city()
    {
        var path = new SampleTiff { Bands = 1, Metadata = Described("2024-05-01T00:00:00Z") }.Write(_folder.File("a.tif"));

        Assert.Equal("Zone", Refusal(path).Setting);
        Assert.Equal([MayDay + 7200], CountFiles.Read(new() { Inputs = [path], Zone = "Europe/Berlin" }).Time!);
    }

    [Fact]
    public void An_hour_that_the_clock_shows_twice_is_read_once()
    {
        var path = new SampleTiff { Metadata = Described("2024-11-03T05:00:00Z", "2024-11-03T06:00:00Z", "2024-11-03T07:00:00Z") }
            .Write(_folder.File("a.tif"));

        var counts = CountFiles.Read(new() { Inputs = [path], Zone = "America/New_York" });

        Assert.Equal(new SampleTiff().Values(2), counts.Maps.Map(1, 0).ToArray().Select(count => (double)count));
        Assert.Equal((2, 60), (counts.Maps.Samples, counts.SlotMinutes!.Value));
        Assert.Contains("1 bands of an hour that the clock showed for the second time are left out", counts.Notes);
    }

    [Theory]
    [InlineData("float32", "-9999", -9999)]
    [InlineData("float32", "-3.4028234663852886e+38", float.MinValue)]
    [InlineData("float64", "nan", double.NaN)]
    [InlineData("int16", "-1", -1)]
    public void No_data_are_missing_counts(string type, string nodata, double value)
    {
        var counts = Read(new SampleTiff { Type = type, Nodata = nodata, Cell = (band, cell) => band == 1 && cell == 9 ? value : cell });

        Assert.True(float.IsNaN(counts.Maps.Map(1, 0)[9]));
        Assert.Equal(1, MissingCells.Count(counts.Inputs().Mask));
        Assert.Contains("[sample 1, channel 0, row 1, column 2] is missing", Refused(counts), StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_is_the_centre_of_its_cell_and_codes_may_be_projected()
    {
        var counts = Read(new SampleTiff
        {
            Scale = [500, 500, 0],
            Tiepoint = [0, 0, 0, 390_250, 5_800_750, 0],
            Keys = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 2, 3072, 0, 1, 25833],
        });

        Assert.Equal(new BoundingBox { West = 390_000, North = 5_801_000, East = 393_500, South = 5_798_500 }, counts.Box);
        Assert.Equal("EPSG:25833", counts.Crs);
    }

    [Fact]
    public void A_matrix_places_the_grid_if_it_is_not_turned()
    {
        var tiff = new SampleTiff { Scale = null, Tiepoint = null, Matrix = [0.5, 0, 0, 10, 0, -0.25, 0, 52, 0, 0, 0, 0, 0, 0, 0, 1] };

        Assert.Equal(new BoundingBox { West = 10, North = 52, East = 13.5, South = 50.75 }, Read(tiff).Box);
        tiff.Matrix![1] = 0.1;
        Assert.Contains("turned", Refusal(tiff.Write(_folder.File("a.tif"))).Message, StringComparison.Ordinal);
        (tiff.Matrix[1], tiff.Matrix[5]) = (0, 0.25);
        Assert.Contains("rows from north to south", Refusal(tiff.Write(_folder.File("a.tif"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_without_a_code_is_left_out_and_a_note_says_so()
    {
        var counts = Read(new SampleTiff { Keys = null });

        Assert.Null(counts.Box);
        Assert.Contains("the coordinate system has no EPSG code, so the place is left out", counts.Notes);
    }

    [Fact]
    public void Counts_are_exact_up_to_the_last_whole_number_of_a_double()
    {
        var counts = Read(new SampleTiff { Type = "uint64", Cell = (_, cell) => 9_007_199_254_740_992 - cell });

        Assert.Equal(9_007_199_254_740_991, counts.Maps.Count(1));
        Assert.Contains(
            "band 1, row 1, column 1 is more than 9007199254740992",
            Refusal(new SampleTiff { Type = "int64", Cell = (_, cell) => cell == 8 ? 9_007_199_254_740_994 : 0 }
                .Write(_folder.File("a.tif"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        var tiff = new SampleTiff { Bands = 1 };
        var one = tiff.Write(_folder.File("20240501.tif"));
        var other = (tiff with { Tiepoint = [0, 0, 0, 11, 52, 0] }).Write(_folder.File("b.tif"));
        Assert.Contains("has another size or place", Refusal(one, other).Message, StringComparison.Ordinal);
        Assert.Contains("does not tell its time", Refusal(one, tiff.Write(_folder.File("c.tif"))).Message, StringComparison.Ordinal);
        var half = new SampleTiff { Bands = 2, Metadata = Described("2024-05-01", "more") }.Write(_folder.File("d.tif"));
        Assert.Contains("tells the time of 1 bands of 2", Refusal(half).Message, StringComparison.Ordinal);
        var twice = new SampleTiff { Bands = 2, Metadata = Described("2024-05-01 in", "2024-05-01 in") }.Write(_folder.File("e.tif"));
        Assert.Contains("two bands of one slot and channel", Refusal(twice).Message, StringComparison.Ordinal);
        var odd = new SampleTiff { Metadata = Described("2024-05-01 in", "2024-05-01 out", "2024-05-02 in") }.Write(_folder.File("f.tif"));
        Assert.Contains("one for each channel", Refusal(odd).Message, StringComparison.Ordinal);
        var xml = new SampleTiff { Metadata = "<!DOCTYPE x [<!ENTITY a \"b\">]><GDALMetadata/>" }.Write(_folder.File("g.tif"));
        Assert.Contains("that are no XML", Refusal(xml).Message, StringComparison.Ordinal);
        var placed = new CountRequest { Inputs = [one], Box = new() { West = 1, East = 2, South = 1, North = 2 } };
        Assert.Equal("Box", Assert.Throws<BadInputException>(() => CountFiles.Read(placed)).Setting);
    }

    /// <summary>Whatever becomes of the bytes, a file is refused in a line or read, without the memory that it does not need.</summary>
    [Theory]
    [InlineData(Compression.NONE, true)]
    [InlineData(Compression.ADOBE_DEFLATE, false)]
    public void Damaged_files_are_refused_or_read(Compression compression, bool isSeparate)
    {
        var tiff = new SampleTiff
        {
            Compression = compression,
            IsSeparate = isSeparate,
            Metadata = Described("a", "b", "c"),
            Nodata = "250",
        };
        var bytes = File.ReadAllBytes(tiff.Write(_folder.File("whole.tif")));
        var (random, path, before) = (new Random(8), _folder.File("damaged.tif"), GC.GetAllocatedBytesForCurrentThread());
        for (var trial = 0; trial < 600; trial++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] = trial % 3 == 0 ? (byte)0xFF : (byte)random.Next(256);
            File.WriteAllBytes(path, trial % 4 == 0 ? bytes[..random.Next(bytes.Length)] : damaged);
            try
            {
                Assert.True(CountFiles.Read(new() { Inputs = [path] }).Maps.Samples > 0);
            }
            catch (BadInputException refused)
            {
                Assert.Contains("damaged.tif", refused.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000_000);
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        var bytes = File.ReadAllBytes(new SampleTiff { Compression = Compression.NONE }.Write(_folder.File("whole.tif")));
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(_folder.File("cut.tif"), bytes[..length]);
            Refusal(_folder.File("cut.tif"));
        }
    }

    private static string Refused(GridCounts counts) => Assert.Throws<BadInputException>(counts.Complete).Message;

    private static void AssertCells(SampleTiff tiff, GridCounts counts)
    {
        for (var band = 0; band < tiff.Bands; band++)
        {
            Assert.Equal(tiff.Values(band), counts.Maps.Map(band, 0).ToArray().Select(count => (double)count));
        }
    }

    private static GridCounts Read(params string[] paths) => CountFiles.Read(new() { Inputs = paths });

    private static BadInputException Refusal(params string[] paths) => Assert.Throws<BadInputException>(() => Read(paths));

    private GridCounts Read(SampleTiff tiff) => Read(tiff.Write(_folder.File("sample.tif")));
}
