using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>Zones that are drawn or loaded, and the flow in them.</summary>
public sealed class ZoneTests(BrowserFixture browser)
{
    private const double West = 116.2, South = 39.8, East = 116.6, North = 40.1;

    [Fact]
    public async Task Loaded_zones_have_the_flow_of_the_slot_that_is_shown_its_day_and_files()
    {
        var held = new TaskCompletionSource();
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, address: new(browser.Url, "#slot=1&model=kha+stable"), prepare: page => page.RouteAsync("**/zones?*", async route =>
            {
                await (route.Request.Url.Contains("from=0&count=1&", StringComparison.Ordinal) ? Task.CompletedTask : held.Task);
                await route.ContinueAsync();
            }));
        await LoadAsync(dashboard, Box("west", West, 116.4), Box("cut", 116.39, East));
        await RowAsync(dashboard, 0, "west", WestOf(0));
        await Expect(Cells(dashboard, 1).Nth(1)).ToHaveTextAsync(new Regex(@"^[\d,.]+–[\d,.]+$"));

        // Until the next slot's totals are there, none are shown.
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await DashboardPage.SaysAsync(dashboard.Time, "Tuesday 14 April 2026, 07:30");
        await DashboardPage.SaysAsync(Cells(dashboard, 0).First, "…");
        held.SetResult();
        await RowAsync(dashboard, 0, "west", WestOf(1));
        await Expect(dashboard.Page.Locator("#zone-curve polyline.inferred")).ToHaveCountAsync(1);
        await Expect(dashboard.Page.Locator("#zone-caption")).ToContainTextAsync("inferred true · shaded: 90 % interval · west");

        var lines = Encoding.UTF8.GetString(await DownloadAsync(dashboard, "csv")).TrimEnd().Split('\n');
        Assert.Equal((1 + 2 * TestCity.SlotsADay, "time,zone,channel,flow,lower,upper,true"), (lines.Length, lines[0]));
        var features = JsonDocument.Parse(await DownloadAsync(dashboard, "geojson")).RootElement.GetProperty("features");
        Assert.Equal(WestOf(1), features[0].GetProperty("properties").GetProperty("flow")[1].GetDouble(), 1e-2);

        await dashboard.Page.GetByLabel("Delete west").ClickAsync();
        await Expect(dashboard.Page.Locator("#zone-table tbody tr")).ToHaveCountAsync(1);
        await Expect(dashboard.Page.Locator("#zone-caption")).ToContainTextAsync("cut");
        await LoadAsync(dashboard, Box("far", 10, 11));
        await Expect(dashboard.Page.Locator("[data-messages=zones] .message")).ToContainTextAsync("zone 'far' lies outside the map");
        dashboard.ForgiveErrors();
    }

    [Fact]
    public async Task A_zone_is_drawn_by_clicks_or_by_picked_cells_and_this_browser_keeps_it()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, address: new(browser.Url, "#slot=1&model=kha+stable&layout=one"));
        var map = dashboard.Pane("inferred").Locator(".map");
        await dashboard.Page.GetByText("Draw a zone", new() { Exact = true }).ClickAsync();
        await map.ClickAsync(new() { Position = new() { X = 300, Y = 200 } });
        await map.ClickAsync(new() { Position = new() { X = 500, Y = 200 } });
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#drawing-corners"), "2 corners");
        await map.DblClickAsync(new() { Position = new() { X = 400, Y = 400 } });

        await Expect(dashboard.Page.Locator("#drawing")).ToBeHiddenAsync();
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#zone-table tbody th"), "Zone 1");
        await Expect(dashboard.Page.Locator("#cell")).ToBeHiddenAsync();
        var flow = Number(await FlowAsync(dashboard));
        Assert.InRange(flow, 1, browser.TotalOf(0) / 2);

        // The whole city by keys alone: three corners of cells, then Enter.
        await dashboard.Page.Keyboard.PressAsync("z");
        foreach (var (row, column) in new[] { (0, 0), (0, 63), (63, 63), (63, 0) })
        {
            await dashboard.Page.Locator("#row").FillAsync($"{row}");
            await dashboard.Page.Locator("#column").FillAsync($"{column}");
            await dashboard.Page.Locator("#column").PressAsync("Enter");
            await dashboard.Page.Locator("#drawing-cell").PressAsync("Enter");
        }

        await Expect(dashboard.Page.Locator("#announcer")).ToContainTextAsync("Corner 4");
        await dashboard.Page.Locator("#drawing-finish").PressAsync("Enter");
        await Expect(dashboard.Page.Locator("#zone-table tbody tr")).ToHaveCountAsync(2);
        await dashboard.Page.Keyboard.PressAsync("z");
        await map.ClickAsync(new() { Position = new() { X = 300, Y = 200 } });
        await dashboard.Page.Keyboard.PressAsync("Escape");
        await Expect(dashboard.Page.Locator("#drawing")).ToBeHiddenAsync();

        await dashboard.Page.ReloadAsync();
        await Expect(dashboard.Page.Locator("#zone-table tbody tr")).ToHaveCountAsync(2);
        await DashboardPage.SaysAsync(Cells(dashboard, 0).First, await FlowAsync(dashboard));
        await dashboard.Page.Locator("#panes[data-drawn]").WaitForAsync();
    }

    private float WestOf(int slot) =>
        browser.City.Coarse.Sample(slot).ToArray().Where((_, cell) => cell % TestCity.Coarse < TestCity.Coarse / 2).Sum();

    private static async Task<string> FlowAsync(DashboardPage dashboard)
    {
        await Expect(Cells(dashboard, 0).First).Not.ToHaveTextAsync("…");
        return await Cells(dashboard, 0).First.InnerTextAsync();
    }

    private static async Task RowAsync(DashboardPage dashboard, int number, string name, float flow)
    {
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#zone-table tbody th").Nth(number), name);
        var text = flow.ToString("#,0", CultureInfo.InvariantCulture);
        foreach (var (cell, expected) in new[] { text, $"{text}–{text}", text }.Index())
        {
            await DashboardPage.SaysAsync(Cells(dashboard, number).Nth(cell), expected);
        }
    }

    private static ILocator Cells(DashboardPage dashboard, int number) =>
        dashboard.Page.Locator($"#zone-table tbody tr:nth-child({number + 1}) td");

    private static double Number(string text) => double.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static Task LoadAsync(DashboardPage dashboard, params object[] features)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(new { type = "FeatureCollection", features });
        return dashboard.Page.Locator("#zone-file").SetInputFilesAsync(
            new FilePayload { Name = "districts.geojson", MimeType = "application/geo+json", Buffer = text });
    }

    private static object Box(string name, double west, double east) => new
    {
        type = "Feature",
        properties = new { name },
        geometry = new
        {
            type = "Polygon",
            coordinates = new[] { new[] { new[] { west, South }, [east, South], [east, North], [west, North], [west, South] } },
        },
    };

    private static async Task<byte[]> DownloadAsync(DashboardPage dashboard, string format)
    {
        var download = await dashboard.Page.RunAndWaitForDownloadAsync(() => dashboard.Page.Locator($"#zone-{format}").ClickAsync());
        Assert.Equal($"small-city-zones-2026-04-14-kha.{format}", download.SuggestedFilename);
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }
}
