using System.Xml.Linq;
using BitMiracle.LibTiff.Classic;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public sealed class GeoTiffFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("fine.tif");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_slot_and_channel_is_a_band_of_the_same_values()
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees);
        using var tiff = Write(prediction);
        Assert.Equal((6, SampleFormat.IEEEFP), (Field(tiff, TiffTag.SAMPLESPERPIXEL), (SampleFormat)Field(tiff, TiffTag.SAMPLEFORMAT)));
        for (var band = 0; band < 6; band++)
        {
            Assert.Equal(prediction.Fine.Map(band / 2, band % 2).ToArray(), Band(tiff, band, BitConverter.ToSingle));
        }
    }

    [Fact]
    public void Whole_counts_are_integers()
    {
        using var tiff = Write(SmallPrediction.Create(SmallPrediction.Degrees) with { Whole = SmallPrediction.Whole });
        Assert.Equal(SampleFormat.INT, (SampleFormat)Field(tiff, TiffTag.SAMPLEFORMAT));
        Assert.Equal(SmallPrediction.Whole[40..], Band(tiff, 5, (bytes, at) => (long)BitConverter.ToInt32(bytes, at)));
    }

    [Fact]
    public void Whole_counts_beyond_int32_are_float64_which_holds_them()
    {
        long[] whole = [.. SmallPrediction.Whole.Select(count => count * 123_456_789_012)];
        using var tiff = Write(SmallPrediction.Create(SmallPrediction.Degrees) with { Whole = whole });
        var bytes = new byte[8 * sizeof(double)];

        Assert.Equal((SampleFormat.IEEEFP, 64), ((SampleFormat)Field(tiff, TiffTag.SAMPLEFORMAT), Field(tiff, TiffTag.BITSPERSAMPLE)));
        Assert.Equal(bytes.Length, tiff.ReadEncodedStrip(5, bytes, 0, bytes.Length));
        Assert.Equal(whole[40..], Enumerable.Range(0, 8).Select(cell => (long)BitConverter.ToDouble(bytes, cell * sizeof(double))));
    }

    [Theory]
    [
        InlineData(
            true,
            new short[] { 1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326 },
            new[] { 0.5, 0.5, 0 },
            new[] { 0, 0, 0, -122.0, 38, 0 })]
    [
        InlineData(
            false,
            new short[] { 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 25833 },
            new[] { 500.0, 500, 0 },
            new[] { 0, 0, 0, 390_000.0, 5_801_000, 0 })]
    public void Corner_cell_size_and_coordinate_system_are_the_box(bool degrees, short[] keys, double[] cell, double[] corner)
    {
        using var tiff = Write(SmallPrediction.Create(degrees ? SmallPrediction.Degrees : SmallPrediction.Metres));
        Assert.Equal(keys, tiff.GetField(TiffTag.GEOTIFF_GEOKEYDIRECTORYTAG)[1].ToShortArray());
        Assert.Equal(cell, tiff.GetField(TiffTag.GEOTIFF_MODELPIXELSCALETAG)[1].ToDoubleArray());
        Assert.Equal(corner, tiff.GetField(TiffTag.GEOTIFF_MODELTIEPOINTTAG)[1].ToDoubleArray());
    }

    [Fact]
    public void Odd_channel_names_stay_xml()
    {
        var names = GdalMetadataXml.Of(
            SmallPrediction.Create() with { Manifest = new DatasetManifest { Channels = ["ein \u2192 <&\u0001>", "out"] } });
        Assert.All(names, character => Assert.InRange(character, ' ', '~'));
        Assert.Contains("sample=\"0\" role=\"description\">0 ein &#x2192; &lt;&amp;&#x1;&gt;</Item>", names, StringComparison.Ordinal);
    }

    [Fact]
    public void Bands_say_their_unit_time_channel_and_statistic_and_the_file_where_it_comes_from()
    {
        var counts = new FlowMaps(new(3, 2, 2, 4));
        var xml = XDocument.Parse(GdalMetadataXml.Of(SmallPrediction.Create() with
        {
            Time = [1_211_000_400, 1_211_002_200, 1_211_004_000],
            Quantiles = [new(0.05, counts)],
            Provenance = new() { DataFingerprint = "abc", WeightsSha256 = "def", Command = "fineflow predict runs/a", Estimate = "mae" },
        }));
        Assert.Equal(
            ("plgf", "abc", "def", "fineflow predict runs/a", "trips"),
            (Item("MODEL"), Item("DATA_FINGERPRINT"), Item("WEIGHTS_SHA256"), Item("COMMAND"), Item("UNIT")));
        Assert.Equal("seconds since 1970-01-01 00:00:00", Item("time#units"));
        Assert.Equal(
            ("trips", "2008-05-17T05:30:00", "2008-05-17T06:00:00", "1211002200", "out", "mae", null),
            (Item("UNITTYPE", 3), Item("time", 3), Item("time_end", 3), Item("NETCDF_DIM_time", 3), Item("channel", 3),
                Item("statistic", 3), Item("quantile", 3)));
        Assert.Equal(
            ("2008-05-17T05:30:00 out q05", "quantile", "0.05"),
            (Item("DESCRIPTION", 9), Item("statistic", 9), Item("quantile", 9)));

        string? Item(string name, int? band = null) =>
            xml.Root!.Elements().SingleOrDefault(item => (string?)item.Attribute("name") == name && (int?)item.Attribute("sample") == band)
                ?.Value;
    }

    [Theory]
    [InlineData(false, false, "nan")]
    [InlineData(false, true, "0")]
    [InlineData(true, false, null)]
    [InlineData(true, true, "0")]
    public void Cells_without_data_are_not_numbers_or_on_request_zeros(bool whole, bool zeros, string? nodata)
    {
        using var tiff = Write(SmallPrediction.Create(SmallPrediction.Degrees) with
        {
            Whole = whole ? SmallPrediction.Whole : null,
            ZerosAsNodata = zeros,
        });
        Assert.Equal(nodata, tiff.GetField((TiffTag)42113)?[^1].ToString().TrimEnd('\0'));
    }

    [Fact]
    public void Without_a_place_or_with_too_many_maps_it_is_refused_before_the_work()
    {
        var format = OutputFormats.FromPath(Path);
        var refusal = Assert.Throws<BadInputException>(() => format.Check(null, 1, "runs/a"));
        Assert.StartsWith("runs/a: its card has no bounding_box", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => format.Check(SmallPrediction.Degrees, 65_536, "runs/a"));
        format.Check(SmallPrediction.Degrees, 65_535, "runs/a");
        Assert.Throws<BadInputException>(() => format.Write(Path, SmallPrediction.Create()));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void An_unwritable_place_leaves_nothing_and_is_one_line()
    {
        File.WriteAllText(_folder.File("file"), "");
        var path = System.IO.Path.Combine(_folder.File("file"), "fine.tif");
        Assert.Throws<BadInputException>(() => OutputFormats.FromPath(path).Write(path, SmallPrediction.Create(SmallPrediction.Degrees)));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    private Tiff Write(Prediction prediction)
    {
        OutputFormats.FromPath(Path).Write(Path, prediction);
        return Tiff.Open(Path, "r");
    }

    private static int Field(Tiff tiff, TiffTag tag) => tiff.GetField(tag)[0].ToInt();

    private static T[] Band<T>(Tiff tiff, int band, Func<byte[], int, T> value)
    {
        var bytes = new byte[8 * sizeof(float)];
        Assert.Equal(bytes.Length, tiff.ReadEncodedStrip(band, bytes, 0, bytes.Length));
        return [.. Enumerable.Range(0, 8).Select(cell => value(bytes, cell * sizeof(float)))];
    }
}
