using System.Globalization;
using System.Net.Http.Json;
using FineFlow.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class LiveTests(BrowserFixture browser)
{
    [Fact]
    public async Task Live_frames_are_shown_as_they_come_and_those_of_before_stay_in_reach()
    {
        await SendAsync(5, 8);
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await dashboard.Page.GetByText("Follow live").ClickAsync();
        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 08:00");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "1,280");

        await SendAsync(6, 9);
        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 09:00");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "1,536");

        await dashboard.Page.Keyboard.PressAsync("ArrowLeft");
        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 08:00");
        await SendAsync(7, 10);
        await Expect(dashboard.Page.Locator("#live-state")).ToHaveTextAsync("Following: 3 frames so far");
        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 08:00");
    }

    private async Task SendAsync(int count, int hour)
    {
        var rows = Enumerable.Repeat(Enumerable.Repeat(count, TestCity.Coarse), TestCity.Coarse);
        using var client = new HttpClient { BaseAddress = browser.Url };
        var time = new DateTime(2026, 3, 2, hour, 0, 0).ToString("s", CultureInfo.InvariantCulture);
        using var answer = await client.PostAsJsonAsync("v1/live/kha/frames", new { coarse = rows, time });
        answer.EnsureSuccessStatusCode();
    }
}
