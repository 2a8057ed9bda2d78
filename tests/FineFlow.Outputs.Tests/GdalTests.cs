using System.Diagnostics;
using System.Text.Json;

namespace FineFlow.Outputs.Tests;

/// <summary>What GDAL, and with it QGIS, makes of GeoTIFF and netCDF; for machines with Debian's gdal-bin.</summary>
public sealed class GdalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gdal_sees_the_box_in_degrees_and_a_named_band_for_each_map()
    {
        var info = Info(SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [1_211_000_400, 1_211_002_200, 1_211_004_000] });
        Assert.Equal([-122, 0.5, 0, 38, 0, -0.5], Numbers(info.GetProperty("geoTransform")));
        Assert.Contains("ID[\"EPSG\",4326]", info.GetProperty("coordinateSystem").GetProperty("wkt").GetString(), StringComparison.Ordinal);
        var bands = info.GetProperty("bands").EnumerateArray().ToArray();
        Assert.Equal(6, bands.Length);
        Assert.Equal(
            ("Float32", "2008-05-17T05:30:00 out"),
            (bands[3].GetProperty("type").GetString(), bands[3].GetProperty("description").GetString()));
        Assert.Equal((110.5, 117.5), (bands[3].GetProperty("minimum").GetDouble(), bands[3].GetProperty("maximum").GetDouble()));
    }

    [Fact]
    public void Gdal_sees_a_projected_system_and_whole_counts()
    {
        var info = Info(SmallPrediction.Create(SmallPrediction.Metres) with { Whole = SmallPrediction.Whole });
        Assert.Equal([390_000, 500, 0, 5_801_000, 0, -500], Numbers(info.GetProperty("geoTransform")));
        Assert.Contains(
            "ID[\"EPSG\",25833]", info.GetProperty("coordinateSystem").GetProperty("wkt").GetString(), StringComparison.Ordinal);
        Assert.Equal("Int32", info.GetProperty("bands")[5].GetProperty("type").GetString());
        Assert.Equal(47, info.GetProperty("bands")[5].GetProperty("maximum").GetDouble());
    }

    [Fact]
    public void Gdal_sees_units_and_that_zeros_are_no_data()
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees) with { Whole = SmallPrediction.Whole, ZerosAsNodata = true };
        var band = Info(prediction).GetProperty("bands")[0];
        Assert.Equal(("trips", 0), (band.GetProperty("unit").GetString(), band.GetProperty("noDataValue").GetDouble()));
        Assert.Equal((1, 7), (band.GetProperty("minimum").GetDouble(), band.GetProperty("maximum").GetDouble()));
    }

    [Fact]
    public void Gdal_sees_the_place_the_times_and_the_values_of_netcdf()
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [1_211_000_400, 1_211_002_200, 1_211_004_000] };
        OutputFormats.FromPath("fine.nc").Write(_folder.File("fine.nc"), prediction);
        var info = Info($"NETCDF:\"{_folder.File("fine.nc")}\":flow_out");
        Assert.Equal([-122, 0.5, 0, 38, 0, -0.5], Numbers(info.GetProperty("geoTransform")));
        Assert.Contains("ID[\"EPSG\",4326]", info.GetProperty("coordinateSystem").GetProperty("wkt").GetString(), StringComparison.Ordinal);
        var band = info.GetProperty("bands")[1];
        Assert.Equal("1211002200", band.GetProperty("metadata").GetProperty("").GetProperty("NETCDF_DIM_time").GetString());
        Assert.Equal((110.5, 117.5), (band.GetProperty("minimum").GetDouble(), band.GetProperty("maximum").GetDouble()));
    }

    private JsonElement Info(Prediction prediction)
    {
        var path = _folder.File("fine.tif");
        OutputFormats.FromPath(path).Write(path, prediction);
        return Info(path);
    }

    private static JsonElement Info(string source)
    {
        var start = new ProcessStartInfo(GdalOrSkip(), ["-json", "-stats", source])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var gdal = Process.Start(start)!;
        var error = gdal.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var json = gdal.StandardOutput.ReadToEnd();
        gdal.WaitForExit();
        Assert.Equal((0, ""), (gdal.ExitCode, error.Result));
        return JsonDocument.Parse(json).RootElement;
    }

    private static string GdalOrSkip()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "gdalinfo"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "gdalinfo (Debian: gdal-bin) is not installed");
        return found!;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
