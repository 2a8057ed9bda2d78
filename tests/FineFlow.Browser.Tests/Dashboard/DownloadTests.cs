using System.Globalization;
using BitMiracle.LibTiff.Classic;
using FineFlow.Browser.Tests.Fixtures;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class DownloadTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_picture_is_a_PNG_of_all_maps_side_by_side()
    {
        var bytes = await DownloadAsync("png", ".png");

        Assert.Equal("PNG"u8.ToArray(), bytes[1..4]);
        Assert.True(Width(bytes) > 4 * 480);
    }

    [Fact]
    public async Task The_GeoTIFF_has_all_fine_cells_and_their_place()
    {
        using var content = new MemoryStream(await DownloadAsync("geotiff", ".tif"));
        using var tiff = Tiff.ClientOpen("memory", "r", content, new TiffStream());

        Assert.Equal(TestCity.Fine, tiff.GetField(TiffTag.IMAGEWIDTH)[0].ToInt());
        Assert.NotNull(tiff.GetField(TiffTag.GEOTIFF_MODELPIXELSCALETAG));
    }

    [Fact]
    public async Task The_tables_inferred_counts_sum_to_their_coarse_ones()
    {
        var lines = System.Text.Encoding.UTF8.GetString(await DownloadAsync("csv", ".csv")).TrimEnd().Split('\n');

        Assert.Equal("row,column,longitude,latitude,coarse,inferred,true", lines[0]);
        Assert.Equal(1 + TestCity.Fine * TestCity.Fine, lines.Length);
        var rows = lines[1..]
            .Select(line => line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        Assert.All(rows.GroupBy(row => ((int)row[0] / 4, (int)row[1] / 4)), block =>
        {
            Assert.Equal(block.First()[4], block.Sum(row => row[5]), 1e-3);
            Assert.Equal(block.First()[4], block.Sum(row => row[6]));
        });
    }

    private static int Width(byte[] png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));

    private async Task<byte[]> DownloadAsync(string button, string ending)
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var download = await dashboard.Page.RunAndWaitForDownloadAsync(() => dashboard.Page.Locator($"#{button}").ClickAsync());
        Assert.StartsWith("small-city-", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.EndsWith($"-kha{ending}", download.SuggestedFilename, StringComparison.Ordinal);
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
