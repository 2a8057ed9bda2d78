using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class PageTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_phone_shows_two_maps_to_swipe_and_needs_no_scrolling_sideways()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });

        await Expect(dashboard.Pane("coarse").Locator(".map")).ToBeVisibleAsync();
        await Expect(dashboard.Pane("truth")).ToBeHiddenAsync();
        await Expect(dashboard.Page.Locator("#layout input[value=swipe]")).ToBeCheckedAsync();
        Assert.Equal(360, await dashboard.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        // The longest that the badge says.
        await dashboard.Page.EvaluateAsync("document.getElementById('badge-state').textContent = '⚠ Adds up, but see the warning'");
        Assert.Equal(360, await dashboard.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task The_theme_is_the_systems_until_another_is_chosen_and_then_remembered()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, new() { ColorScheme = ColorScheme.Dark });
        var dark = await BackgroundAsync(dashboard);

        await dashboard.Page.Locator("#theme").ClickAsync();
        var light = await BackgroundAsync(dashboard);
        Assert.NotEqual(dark, light);

        await dashboard.Page.ReloadAsync();
        await dashboard.Page.Locator("#panes[data-drawn]").WaitForAsync();
        Assert.Equal(light, await BackgroundAsync(dashboard));
    }

    [Fact]
    public async Task Every_control_has_a_name_for_screen_readers()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        var unnamed = await dashboard.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("button, select, input, summary, [role=slider], [role=img], [role=region]")]
              .filter(control => control.checkVisibility() && !(
                control.ariaLabel || control.textContent.trim() && control.tagName !== "SELECT"
                || [...control.labels ?? []].some(label => label.textContent.trim())
                || document.getElementById(control.getAttribute("aria-labelledby"))?.textContent.trim()))
              .map(control => control.outerHTML.slice(0, 120))
            """);

        Assert.Empty(unnamed);
    }

    [Fact]
    public async Task What_the_server_refuses_is_shown_with_its_error_id()
    {
        var refusal = new RouteFulfillOptions
        {
            Status = 503,
            ContentType = "application/problem+json",
            Json = new { title = "Service Unavailable", status = 503, detail = "the queue is full", error_id = "e-42" },
        };
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, prepare: page => page.RouteAsync("**/inferred/1?*", route => route.FulfillAsync(refusal)));

        await dashboard.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(dashboard.Message).ToContainTextAsync("the queue is full (error e-42)");
        Assert.True(await IsOnTopAsync(dashboard, "#play") && await IsOnTopAsync(dashboard, "#slider"), "the message lies over controls");
        dashboard.ForgiveErrors();
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(dashboard.Message).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_server_with_API_keys_asks_for_one_and_gets_it_with_every_request()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: async page =>
        {
            await page.RouteAsync("**/v1/**", route => route.Request.Headers.GetValueOrDefault("authorization") == "Bearer a-key-of-sixteen"
                ? route.ContinueAsync()
                : route.FulfillAsync(new() { Status = 401 }));
            page.DOMContentLoaded += async (_, _) =>
            {
                await page.Locator("#key").FillAsync("a-wrong-key-of-sixteen");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.Locator("#key-text")).ToContainTextAsync("does not know this key");
                await page.Locator("#key").FillAsync("a-key-of-sixteen");
                await page.Keyboard.PressAsync("Enter");
            };
        });

        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        dashboard.ForgiveErrors();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_has_no_key_can_leave_the_dialog_and_reads_how_to_come_back(bool byButton)
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            prepare: page => page.RouteAsync("**/v1/**", route => route.FulfillAsync(new() { Status = 401 })),
            until: "#key-dialog");

        await dashboard.Page.Keyboard.PressAsync("Enter");
        await Expect(dashboard.Page.Locator("#key-dialog")).ToBeVisibleAsync();
        var cancel = dashboard.Page.Locator("#key-dialog").GetByText("Cancel");
        await (byButton ? cancel.ClickAsync() : dashboard.Page.Keyboard.PressAsync("Escape"));

        await Expect(dashboard.Message).ToContainTextAsync("answers only with an API key; load the page again");
        dashboard.ForgiveErrors();
    }

    /// <summary>Whether nothing lies over an element.</summary>
    private static Task<bool> IsOnTopAsync(DashboardPage dashboard, string element) => dashboard.Page.Locator(element).EvaluateAsync<bool>(
        """
        element => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }
        """);

    private static Task<string> BackgroundAsync(DashboardPage dashboard) =>
        dashboard.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
