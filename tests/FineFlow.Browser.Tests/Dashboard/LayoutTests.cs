using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>One large map with the others small, and what stands on and beside it.</summary>
public sealed class LayoutTests(BrowserFixture browser)
{
    private static readonly BrowserNewContextOptions Laptop = new() { ViewportSize = new() { Width = 1366, Height = 768 } };

    [Fact]
    public async Task At_least_55_percent_of_a_laptops_window_is_map_and_more_without_the_controls()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, Laptop);

        await IsMapAsync(dashboard, 0.55);
        Assert.True(await IsWholeAsync(dashboard, "Wednesday 30 September 2026, 18:00"), "the hour of a long date is cut off");
        Assert.True(await WidthAsync(dashboard, "inferred") > 3 * await WidthAsync(dashboard, "coarse"));

        await dashboard.Page.Keyboard.PressAsync("p");
        await Expect(dashboard.Page.Locator("#panel")).ToBeHiddenAsync();
        await IsMapAsync(dashboard, 0.7);
        await dashboard.Page.Locator("#panel-toggle").ClickAsync();
        await Expect(dashboard.Page.Locator("#panel")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_small_map_that_is_clicked_becomes_the_large_one()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await dashboard.Pane("truth").Locator(".map").ClickAsync();

        await Expect(dashboard.Page.Locator("#right")).ToHaveValueAsync("truth");
        Assert.True(await WidthAsync(dashboard, "truth") > 2 * await WidthAsync(dashboard, "inferred"));
        await Expect(dashboard.Page.Locator("#cell")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Each_map_says_in_words_what_it_is()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: new(browser.Url, "#slot=1&layout=all"));

        foreach (var (view, words) in new[]
        {
            ("coarse", "Input: what was counted, in large cells"),
            ("inferred", "Inference: an estimate for 4 × 4 small cells in each large one, which add up to its count"),
            ("truth", "Truth: what was really counted, in small cells"),
            ("error", "Error: inference minus truth; blue where too little was inferred, orange where too much"),
        })
        {
            await Expect(dashboard.Pane(view).Locator(".words")).ToBeVisibleAsync();
            await DashboardPage.SaysAsync(dashboard.Pane(view).Locator(".words"), words);
        }
    }

    [Fact]
    public async Task A_map_with_a_place_has_a_scale_bar_degrees_and_a_compass_and_on_request_the_coarse_grid()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, Laptop);
        var pane = dashboard.Pane("inferred");

        await DashboardPage.SaysAsync(pane.Locator(".maplibregl-ctrl-scale"), "5 km");
        await DashboardPage.SaysAsync(pane.Locator(".compass text"), "N");
        await Expect(pane.Locator(".overlay")).ToContainTextAsync("116.4° E");
        await Expect(pane.Locator(".overlay")).ToContainTextAsync("39.90° N");

        await Expect(pane.Locator(".cells")).ToHaveAttributeAsync("d", "");
        await dashboard.Page.Locator("#grid").ClickAsync();
        var lines = (await pane.Locator(".cells").GetAttributeAsync("d"))!.Split('M').Length - 1;
        Assert.Equal(2 * (TestCity.Coarse + 1), lines);
    }

    [Fact]
    public async Task A_map_without_a_place_pretends_to_none()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: page => DashboardPage.ReplaceAsync(
            page, "**/v1/datasets/small-city", "\"bounding_box\":{", "\"bounding_box\":null,\"before\":{"));

        await Expect(dashboard.Pane("inferred").Locator(".maplibregl-ctrl-scale")).ToBeHiddenAsync();
        await Expect(dashboard.Pane("inferred").Locator(".compass")).ToBeHiddenAsync();
        await dashboard.Pane("inferred").Locator(".map").HoverAsync();
        await Expect(dashboard.Page.Locator(".tip")).ToContainTextAsync("Inferred");
        await Expect(dashboard.Page.Locator(".tip")).Not.ToContainTextAsync("°");
    }

    [Fact]
    public async Task On_a_light_page_little_flow_is_light_and_on_a_dark_one_dark()
    {
        await using var light = await DashboardPage.OpenAsync(browser, new() { ColorScheme = ColorScheme.Light });
        await using var dark = await DashboardPage.OpenAsync(browser, new() { ColorScheme = ColorScheme.Dark });

        var (start, startInDark) = (await LegendStartAsync(light), await LegendStartAsync(dark));
        Assert.True(start > 3 * 180, $"{start}");
        Assert.True(startInDark < 3 * 40, $"{startInDark}");

        await light.Page.Locator("#theme").ClickAsync();
        await light.Page.Locator("#theme").ClickAsync();
        Assert.Equal(startInDark, await LegendStartAsync(light));
    }

    /// <summary>Waits until a part of the window is map: maps follow their places a moment later.</summary>
    private static async Task IsMapAsync(DashboardPage dashboard, double share) => await dashboard.Page.WaitForFunctionAsync(
        """
        share => [...document.querySelectorAll(".map canvas.maplibregl-canvas")].filter(map => map.checkVisibility())
          .reduce((sum, { clientWidth, clientHeight }) => sum + clientWidth * clientHeight, 0) / innerWidth / innerHeight >= share
        """,
        share);

    /// <summary>Whether a time is seen to its end where the slot's stands.</summary>
    private static Task<bool> IsWholeAsync(DashboardPage dashboard, string time) => dashboard.Time.EvaluateAsync<bool>(
        """
        (element, time) => {
          const before = element.textContent;
          element.textContent = time;
          const range = document.createRange();
          range.selectNodeContents(element);
          const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
          const isWhole = text.right <= box.right + 0.5 && text.bottom <= innerHeight;
          element.textContent = before;
          return isWhole;
        }
        """,
        time);

    private static async Task<float> WidthAsync(DashboardPage dashboard, string view) =>
        (await dashboard.Pane(view).Locator(".map").BoundingBoxAsync())!.Width;

    /// <summary>Red, green and blue near the low end of a legend, added.</summary>
    private static Task<int> LegendStartAsync(DashboardPage dashboard) => dashboard.Pane("inferred").Locator(".legend canvas")
        .EvaluateAsync<int>("""
            bar => {
              const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
              context.drawImage(bar, 0, 0);
              const [red, green, blue] = context.getImageData(4, 0, 1, 1).data;
              return red + green + blue;
            }
            """);
}
