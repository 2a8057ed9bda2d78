using System.Text.RegularExpressions;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class TimeTests(BrowserFixture browser)
{
    private static readonly Regex AtLeastFive = new(@"^([5-9]|\d\d)$");

    [Fact]
    public async Task Playing_goes_on_slot_by_slot_until_it_is_paused()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var first = await dashboard.Time.InnerTextAsync();
        await dashboard.Page.Locator("#speed").SelectOptionAsync("10");

        await dashboard.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Expect(dashboard.Page.Locator("#slider")).ToHaveValueAsync(AtLeastFive);
        await dashboard.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#time-wait"), "");
        var paused = await dashboard.Time.InnerTextAsync();
        Assert.NotEqual(first, paused);
        await dashboard.Page.WaitForTimeoutAsync(500);
        Assert.Equal(paused, await dashboard.Time.InnerTextAsync());
    }

    [Fact]
    public async Task Keys_step_play_and_choose_the_layout()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var slider = dashboard.Page.Locator("#slider");

        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await dashboard.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(slider).ToHaveValueAsync("1");

        await dashboard.Page.Keyboard.PressAsync(" ");
        await Expect(dashboard.Page.Locator("#play")).ToHaveAttributeAsync("aria-label", "Pause");
        await dashboard.Page.Keyboard.PressAsync(" ");
        await Expect(dashboard.Page.Locator("#play")).ToHaveAttributeAsync("aria-label", "Play");

        await dashboard.Page.Keyboard.PressAsync("4");
        await Expect(dashboard.Pane("inferred")).ToBeVisibleAsync();
        await Expect(dashboard.Pane("coarse")).ToBeHiddenAsync();

        await dashboard.Page.Keyboard.PressAsync("?");
        await Expect(dashboard.Page.Locator("#keys")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_step_is_said_to_screen_readers_and_keys_of_a_field_stay_the_fields()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(dashboard.Page.Locator("#announcer")).ToHaveTextAsync("Tuesday 14 April 2026, 07:30");

        await dashboard.Page.Locator("#row").FocusAsync();
        await dashboard.Page.Keyboard.PressAsync("3");
        await Expect(dashboard.Page.Locator("#row")).ToHaveValueAsync("3");
        await Expect(dashboard.Pane("coarse")).ToBeVisibleAsync();
    }
}
