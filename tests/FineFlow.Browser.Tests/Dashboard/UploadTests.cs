using System.Text;
using System.Text.Json;
using FineFlow.Browser.Tests.Fixtures;
using FineFlow.Core.Formats;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class UploadTests(BrowserFixture browser)
{
    [Fact]
    public async Task An_own_npy_frame_is_inferred_and_shown_without_a_truth()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await UploadAsync(dashboard, "mine.npy", Npy(TestCity.Coarse));

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "mine.npy");
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await Expect(dashboard.Pane("truth")).ToBeHiddenAsync();
        await Expect(dashboard.Pane("inferred")).ToBeVisibleAsync();
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "1,792");
    }

    [Fact]
    public async Task An_own_JSON_frame_brings_its_time()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var rows = Enumerable.Repeat(Enumerable.Repeat(2, TestCity.Coarse), TestCity.Coarse);

        await UploadAsync(dashboard, "mine.json", JsonSerializer.SerializeToUtf8Bytes(new { coarse = rows, time = "2026-03-02T08:00:00" }));

        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 08:00");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "512");
    }

    [Fact]
    public async Task Dropped_GeoJSON_is_counted_on_the_grid_of_the_data_and_cells_without_a_feature_are_missing()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: new(browser.Url, "#slot=1&model=kha+stable"));
        var features = Enumerable.Range(1, TestCity.Coarse * TestCity.Coarse - 1)
            .Select(cell => Feature(cell / TestCity.Coarse, cell % TestCity.Coarse, 3)).Append(Feature(5, 5, 100));

        await DropAsync(dashboard, "mine.geojson", JsonSerializer.Serialize(new { type = "FeatureCollection", features }));

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "mine.geojson");
        await DashboardPage.SaysAsync(dashboard.Fact("Total of the others"), $"{3 * 255 + 100}");
        await DashboardPage.SaysAsync(dashboard.Fact("Busiest coarse cell"), "103");
        await DashboardPage.SaysAsync(dashboard.Fact("Coarse counts missing"), "1 of 256");
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
    }

    [Fact]
    public async Task GeoJSON_that_does_not_fit_the_grid_is_refused_beside_the_data()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await DropAsync(dashboard, "far.geojson", JsonSerializer.Serialize(
            new { type = "FeatureCollection", features = new[] { Feature(0, 0, 1), Feature(-9, 0, 1) } }));

        await Expect(dashboard.Page.Locator("#panel [data-messages=data] .message")).ToContainTextAsync(
            "feature 2 lies outside of the data’s bounding box");
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "small city, test");
    }

    [Fact]
    public async Task GeoJSON_without_counts_lies_under_the_maps_and_this_browser_keeps_it()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, new() { ColorScheme = ColorScheme.Light });
        var road = new
        {
            type = "Feature",
            geometry = new { type = "LineString", coordinates = new[] { new[] { 116.1, 39.7 }, [116.7, 40.2] } },
            properties = new { highway = "primary" },
        };

        await DropAsync(
            dashboard, "roads.geojson", JsonSerializer.Serialize(new { type = "FeatureCollection", features = new[] { road, road } }));

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#ground-size"), "Ground: 2 lines and areas");
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "small city, test");
        await dashboard.Page.ReloadAsync();
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#ground-size"), "Ground: 2 lines and areas");
        await dashboard.Page.Locator("#ground-remove").ClickAsync();
        await Expect(dashboard.Page.Locator("#ground")).ToBeHiddenAsync();
        await dashboard.Page.Locator("#panes[data-drawn]").WaitForAsync();
    }

    [Theory]
    [InlineData("[[1, -2]]", "value 2 is -2; counts are finite and not negative")]
    [InlineData("row,column", "neither a .npy file nor JSON")]
    public async Task A_frame_that_cannot_be_is_one_line_and_changes_nothing(string text, string expected)
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await UploadAsync(dashboard, "mine.json", Encoding.UTF8.GetBytes(text));

        await Expect(dashboard.Message).ToContainTextAsync(expected);
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "small city, test");
    }

    [Fact]
    public async Task A_frame_of_a_size_that_the_models_do_not_take_is_refused()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            prepare: page => DashboardPage.ReplaceAsync(page, "**/v1/models", "\"coarse_rows\":null", "\"coarse_rows\":16"));

        await UploadAsync(dashboard, "mine.npy", Npy(8));

        await Expect(dashboard.Message).ToContainTextAsync("no model here takes 1 x 8 x 8 counts");
    }

    [Fact]
    public async Task Every_own_frame_is_inferred_with_the_external_factors_of_the_slot_shown_before()
    {
        var bodies = new List<string>();
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: async page =>
        {
            await NeedExternalsAsync(page);
            page.Request += (_, request) =>
            {
                if (request.Url.Contains("format=float32", StringComparison.Ordinal))
                {
                    bodies.Add(request.PostData!);
                }
            };
        });
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await DashboardPage.SaysAsync(dashboard.Time, "Tuesday 14 April 2026, 07:30");

        foreach (var name in new[] { "first.npy", "second.npy", "third.npy" })
        {
            await UploadAsync(dashboard, name, Npy(TestCity.Coarse));
            await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), name);
            await DashboardPage.SaysAsync(
                dashboard.Page.Locator("#factors"),
                "External factors: those of Tuesday 14 April 2026, 07:30; for others, show their slot first");
        }

        var expected = browser.City.External!.Row(1).ToArray();
        Assert.Equal(3, bodies.Count);
        Assert.All(bodies, body => Assert.Equal(
            expected,
            JsonDocument.Parse(body).RootElement.GetProperty("external").EnumerateArray().Select(value => value.GetSingle())));
    }

    [Fact]
    public async Task An_own_frames_own_external_factors_are_taken_and_kept_for_the_next()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: NeedExternalsAsync);
        var rows = Enumerable.Repeat(Enumerable.Repeat(2, TestCity.Coarse), TestCity.Coarse);

        var frame = new { coarse = rows, external = new[] { 20, 5, 0, 0, 1, 8, 1 } };
        await UploadAsync(dashboard, "mine.json", JsonSerializer.SerializeToUtf8Bytes(frame));
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#factors"), "External factors: the file's own");
        await UploadAsync(dashboard, "next.npy", Npy(TestCity.Coarse));

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "next.npy");
    }

    [Fact]
    public async Task An_own_frame_that_lacks_what_every_model_needs_is_told_how_to_get_it()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            prepare: async page =>
            {
                await NeedExternalsAsync(page);
                await page.RouteAsync(
                    "**/v1/datasets", route => route.FulfillAsync(new() { Json = new { datasets = Array.Empty<object>() } }));
            },
            until: "#notice");

        await UploadAsync(dashboard, "mine.npy", Npy(TestCity.Coarse));

        await Expect(dashboard.Message).ToContainTextAsync(
            "needs external factors. Put \"external\" into a JSON frame, or show the slot whose factors it shall have.");
    }

    /// <summary>As if every model needed external factors.</summary>
    private static Task NeedExternalsAsync(IPage page) =>
        DashboardPage.ReplaceAsync(page, "**/v1/models", "\"external\":\"optional\"", "\"external\":\"required\"");

    /// <summary>A point in a coarse cell of the test city.</summary>
    private static object Feature(int row, int column, int count) => new
    {
        type = "Feature",
        geometry = new { type = "Point", coordinates = new[] { 116.2 + (column + 0.4) * 0.4 / 16, 40.1 - (row + 0.4) * 0.3 / 16 } },
        properties = new { count },
    };

    /// <summary>Drops a file on the page as a hand does.</summary>
    private static async Task DropAsync(DashboardPage dashboard, string name, string text)
    {
        var files = await dashboard.Page.EvaluateHandleAsync(
            "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }",
            new[] { name, text });
        await dashboard.Page.DispatchEventAsync("#panes", "dragover", new { dataTransfer = files });
        await Expect(dashboard.Page.Locator(".drop")).ToBeVisibleAsync();
        await dashboard.Page.DispatchEventAsync("#panes", "drop", new { dataTransfer = files });
        await Expect(dashboard.Page.Locator(".drop")).ToBeHiddenAsync();
    }

    private static Task UploadAsync(DashboardPage dashboard, string name, byte[] content) =>
        dashboard.Page.Locator("#upload").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    /// <summary>A square of sevens.</summary>
    private static byte[] Npy(int side)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, [.. Enumerable.Repeat(7f, side * side)], side, side);
        return stream.ToArray();
    }
}
