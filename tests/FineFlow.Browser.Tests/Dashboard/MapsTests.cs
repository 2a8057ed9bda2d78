using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class MapsTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_first_page_shows_four_maps_that_add_up_and_fetches_nothing_from_elsewhere()
    {
        var requests = new List<string>();
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: page =>
        {
            page.Request += (_, request) => requests.Add(request.Url);
            return Task.CompletedTask;
        });

        foreach (var view in new[] { "coarse", "inferred", "truth", "error" })
        {
            await Expect(dashboard.Pane(view).Locator("canvas.maplibregl-canvas")).ToBeVisibleAsync();
        }

        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#unit"), "Colours: vehicles per cell and half hour");
        Assert.All(requests, url => Assert.StartsWith(
            browser.Url.ToString(), url.Replace("blob:", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_total_of_a_slot_is_that_of_the_data()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        var total = Enumerable.Range(0, TestCity.Coarse * TestCity.Coarse).Sum(cell => browser.City.Coarse.Map(0, 0)[cell]);
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), total.ToString("#,0"));
    }

    [Fact]
    public async Task The_pictures_of_two_models_differ_and_so_do_their_errors()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Locator("#model").SelectOptionAsync("ha stable");
        await DashboardPage.SaysAsync(dashboard.Pane("inferred").Locator("h2"), "Inferred by ha");
        var (map, error) = (await PictureAsync(dashboard, "inferred"), await dashboard.Fact("Mean absolute error").InnerTextAsync());

        await dashboard.Page.Locator("#model").SelectOptionAsync("mean stable");
        await DashboardPage.SaysAsync(dashboard.Pane("inferred").Locator("h2"), "Inferred by mean");

        await ChangesAsync(dashboard, "inferred", map);
        Assert.True(double.Parse(await dashboard.Fact("Mean absolute error").InnerTextAsync()) > double.Parse(error));
    }

    [Fact]
    public async Task Another_palette_repaints_the_maps_and_their_legends_but_not_the_error()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var (map, error) = (await PictureAsync(dashboard, "truth"), await PictureAsync(dashboard, "error"));

        await dashboard.Page.Locator("#palette").SelectOptionAsync("viridis");

        await ChangesAsync(dashboard, "truth", map);
        Assert.Equal(error, await PictureAsync(dashboard, "error"));
    }

    [Fact]
    public async Task Legends_end_at_the_largest_count_of_all_slots_or_of_this_one()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: new(browser.Url, "#slot=1&view=coarse"));
        var end = dashboard.Pane("coarse").Locator(".ticks span").Last;
        await DashboardPage.SaysAsync(end, browser.City.Coarse.Values.Max().ToString("#,0"));

        await dashboard.Page.Locator("#range input[value=slot]").CheckAsync();

        await DashboardPage.SaysAsync(end, browser.City.Coarse.Map(0, 0).ToArray().Max().ToString("#,0"));
    }

    [Fact]
    public async Task All_maps_move_when_one_is_zoomed()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: new(browser.Url, "#slot=1&layout=all"));
        await PickAsync(dashboard, "coarse");
        var before = await Outline(dashboard, "error").GetAttributeAsync("style") ?? "";

        await dashboard.Pane("coarse").Locator(".map").HoverAsync();
        await dashboard.Page.Mouse.WheelAsync(0, -400);

        await Expect(Outline(dashboard, "coarse")).Not.ToHaveAttributeAsync("style", before);
        await PictureAsync(dashboard, "coarse");
        var after = await Outline(dashboard, "coarse").GetAttributeAsync("style");
        await Expect(Outline(dashboard, "error")).ToHaveAttributeAsync("style", after!);
    }

    [Fact]
    public async Task The_boundary_of_two_maps_moves_with_the_pointer_and_with_keys()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Keyboard.PressAsync("3");
        var handle = dashboard.Page.GetByRole(AriaRole.Slider, new() { Name = "Boundary between the two maps" });
        await Expect(handle).ToHaveAttributeAsync("aria-valuenow", "50");
        await Expect(dashboard.Pane("truth")).ToBeHiddenAsync();

        await handle.PressAsync("ArrowRight");
        await Expect(handle).ToHaveAttributeAsync("aria-valuenow", "55");

        var (maps, grip) = (await dashboard.Page.Locator("#panes").BoundingBoxAsync(), await handle.BoundingBoxAsync());
        await dashboard.Page.Mouse.MoveAsync(grip!.X + grip.Width / 2, grip.Y + grip.Height / 2);
        await dashboard.Page.Mouse.DownAsync();
        await dashboard.Page.Mouse.MoveAsync(maps!.X + maps.Width / 4, grip.Y + grip.Height / 2, new() { Steps = 3 });
        await dashboard.Page.Mouse.UpAsync();
        await Expect(handle).ToHaveAttributeAsync("aria-valuenow", "25");
    }

    [Fact]
    public async Task The_operators_base_map_lies_under_the_flow()
    {
        var tiles = 0;
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: async page =>
        {
            await page.RouteAsync("**/v1/settings", route => route.FulfillAsync(new()
            {
                Json = new { tile_url = browser.Url + "tiles/{z}/{x}/{y}.svg", attribution = "a test", demo = false },
            }));
            await page.RouteAsync("**/tiles/**", route =>
            {
                Interlocked.Increment(ref tiles);
                return route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Convert.FromBase64String(GreyPixel) });
            });
        });

        await Expect(dashboard.Page.Locator("#opacity-row")).ToBeVisibleAsync();
        await Expect(dashboard.Pane("coarse").GetByText("a test")).ToHaveCountAsync(1);
        Assert.True(tiles > 0);
    }

    private const string GreyPixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    private static Task PickAsync(DashboardPage dashboard, string view) => dashboard.Pane(view).Locator(".map").ClickAsync();

    private static ILocator Outline(DashboardPage dashboard, string view) => dashboard.Pane(view).Locator(".outline").Last;

    /// <summary>What a map looks like when it looks the same twice.</summary>
    private static async Task<string> PictureAsync(DashboardPage dashboard, string view)
    {
        var (before, now) = ("", await ShootAsync(dashboard, view));
        while (now != before)
        {
            await dashboard.Page.WaitForTimeoutAsync(200);
            (before, now) = (now, await ShootAsync(dashboard, view));
        }

        return now;
    }

    /// <summary>Waits until a map looks different.</summary>
    private static async Task ChangesAsync(DashboardPage dashboard, string view, string before)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await PictureAsync(dashboard, view) != before)
            {
                return;
            }
        }

        Assert.Fail($"the {view} map stays as it was");
    }

    private static async Task<string> ShootAsync(DashboardPage dashboard, string view) =>
        Convert.ToBase64String(await dashboard.Pane(view).Locator(".map").ScreenshotAsync());
}
