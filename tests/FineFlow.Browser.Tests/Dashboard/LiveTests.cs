using System.Globalization;
using System.Net.Http.Json;
using FineFlow.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class LiveTests(BrowserFixture browser)
{
    [Fact]
    public async Task Live_frames_are_shown_as_they_come_those_of_before_stay_in_reach_and_more_counts_of_a_slot_take_its_place()
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

        // Counts of one slot that come one after the other: each gives a frame in the place of the one before.
        const string Four = "Following: 4 frames so far; in this slot ";
        var state = dashboard.Page.Locator("#live-state");
        await SendCountAsync(column: 0, 5);
        await Expect(state).ToHaveTextAsync("Following: 4 frames so far");
        for (var slot = 0; slot < 3; slot++)
        {
            await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        }

        await DashboardPage.SaysAsync(dashboard.Time, "Monday 4 March 2024, 08:00");
        await Expect(state).ToHaveTextAsync($"{Four}1 of 256 counts observed");
        await SendCountAsync(column: 1, 7);
        await Expect(state).ToHaveTextAsync($"{Four}2 of 256 counts observed");
        await DashboardPage.SaysAsync(dashboard.Fact("Coarse counts missing"), "254 of 256");
        await DashboardPage.SaysAsync(dashboard.Fact("Total of the others"), "12");
        await DashboardPage.SaysAsync(dashboard.Time, "Monday 4 March 2024, 08:00");
    }

    private Task SendAsync(int count, int hour) => PostAsync("frames", new
    {
        coarse = Enumerable.Repeat(Enumerable.Repeat(count, TestCity.Coarse), TestCity.Coarse),
        time = new DateTime(2026, 3, 2, hour, 0, 0).ToString("s", CultureInfo.InvariantCulture),
    });

    private Task SendCountAsync(int column, int value) => PostAsync("counts", new
    {
        counts = new[] { new { id = $"sensor {column}", slot = "2024-03-04T08:10:00+08:00", row = 0, column, value } },
    });

    private async Task PostAsync(string what, object body)
    {
        using var client = new HttpClient { BaseAddress = browser.Url };
        using var answer = await client.PostAsJsonAsync($"v1/live/kha/{what}", body);
        answer.EnsureSuccessStatusCode();
    }
}
