using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Ingest.Maps;
using static FineFlow.Ingest.Tests.Maps.SampleTiff;

namespace FineFlow.Ingest.Tests.Maps;

/// <summary>GeoTIFFs as GDAL writes them, and with it QGIS; for machines with Debian's gdal-bin.</summary>
public sealed class GdalRasterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-co COMPRESS=LZW -co INTERLEAVE=BAND -co ENDIANNESS=BIG")]
    [InlineData("-co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=16 -co INTERLEAVE=PIXEL -co COMPRESS=DEFLATE -co PREDICTOR=3")]
    [InlineData("-ot Float64 -co BLOCKYSIZE=2")]
    [InlineData("-of COG")]
    public void What_gdal_writes_is_read_as_it_was(string options)
    {
        var tiff = new SampleTiff { Metadata = Described("2024-05-01T07:00", "2024-05-01T08:00", "2024-05-01T09:00") };

        var (before, after) = (Read(tiff.Write(_folder.File("before.tif"))), Read(Translated(options)));

        Assert.Equal(before.Maps.Values, after.Maps.Values);
        Assert.Equal(before.Time!, after.Time!);
        Assert.Equal((before.Box, before.Crs), (after.Box, after.Crs));
    }

    [Theory]
    [InlineData("-co BIGTIFF=YES", "is a BigTIFF")]
    [InlineData("-a_nodata none -a_ullr 10 50 12 52", "rows from north to south")]
    public void What_is_not_read_is_refused(string options, string problem)
    {
        new SampleTiff().Write(_folder.File("before.tif"));

        Assert.Contains(problem, Assert.Throws<BadInputException>(() => Read(Translated(options))).Message, StringComparison.Ordinal);
    }

    private static GridCounts Read(string path) => CountFiles.Read(new() { Inputs = [path] });

    private string Translated(string options)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "gdal_translate"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "gdal_translate (Debian: gdal-bin) is not installed");
        string[] arguments = ["-q", .. options.Split(' '), _folder.File("before.tif"), _folder.File("after.tif")];
        using var gdal = Process.Start(new ProcessStartInfo(found!, arguments) { RedirectStandardError = true })!;
        var error = gdal.StandardError.ReadToEnd();
        gdal.WaitForExit();
        Assert.True(gdal.ExitCode == 0, error);
        return _folder.File("after.tif");
    }
}
