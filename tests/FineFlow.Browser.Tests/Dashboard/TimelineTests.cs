using FineFlow.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>The city's total over time, its days and their peaks.</summary>
public sealed class TimelineTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_timeline_names_its_days_and_leads_to_their_peaks()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        Assert.Equal(["Tue 14 Apr", "Wed 15 Apr"], await dashboard.Page.Locator("#days span").AllInnerTextsAsync());
        await Expect(dashboard.Page.Locator("#timeline .peak")).ToHaveCountAsync(2);
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#time-total"), $"{browser.TotalOf(0):#,0} in the city");

        foreach (var day in new[] { 0, 1 })
        {
            await dashboard.Page.GetByText("Peak ›").ClickAsync();
            await DashboardPage.SaysAsync(dashboard.Fact("Total"), DayOf(day).Max().ToString("#,0"));
        }

        await dashboard.Page.Locator("h1").ClickAsync();
        await dashboard.Page.Keyboard.PressAsync("[");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), DayOf(0).Max().ToString("#,0"));
    }

    [Fact]
    public async Task A_click_on_the_timeline_goes_to_its_slot()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var box = (await dashboard.Page.Locator("#timeline").BoundingBoxAsync())!;

        await dashboard.Page.Mouse.ClickAsync(box.X + box.Width * 45.5f / TestCity.Slots, box.Y + box.Height / 2);

        await Expect(dashboard.Page.Locator("#slider")).ToHaveValueAsync("45");
    }

    [Fact]
    public async Task The_time_that_is_said_is_that_of_the_maps_until_others_are_there()
    {
        var isReleased = new TaskCompletionSource();
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, prepare: page => page.RouteAsync("**/inferred/1?*", async route =>
            {
                await isReleased.Task;
                await route.ContinueAsync();
            }));

        await dashboard.Page.Keyboard.PressAsync("ArrowRight");

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#time-wait"), "then Tuesday 14 April 2026, 07:30");
        await DashboardPage.SaysAsync(dashboard.Time, "Tuesday 14 April 2026, 07:00");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), browser.TotalOf(0).ToString("#,0"));
        isReleased.SetResult();
        await DashboardPage.SaysAsync(dashboard.Time, "Tuesday 14 April 2026, 07:30");
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#time-wait"), "");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), browser.TotalOf(1).ToString("#,0"));
    }

    private IEnumerable<float> DayOf(int day) => Enumerable.Range(day * TestCity.SlotsADay, TestCity.SlotsADay).Select(browser.TotalOf);
}
