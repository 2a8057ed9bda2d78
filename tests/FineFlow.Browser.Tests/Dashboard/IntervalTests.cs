using System.Text.Json;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>How sure a model is, and what it inferred without a coarse count.</summary>
public sealed class IntervalTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_map_of_a_model_that_says_how_sure_it_is_shows_its_estimate_or_how_wide_the_intervals_are()
    {
        await using var dashboard = await OpenAsync("kha");
        await dashboard.Page.Keyboard.PressAsync("2");
        var (title, end) = (dashboard.Pane("inferred").Locator("h2"), dashboard.Pane("inferred").Locator(".ticks span").Last);
        await DashboardPage.SaysAsync(title, "Inferred by kha");
        var truth = await dashboard.Pane("truth").Locator(".ticks span").Last.InnerTextAsync();

        await ShowAsync(dashboard, "width");
        await DashboardPage.SaysAsync(title, "Width of kha’s 90 % interval");
        await Expect(end).Not.ToHaveTextAsync(truth);

        await ShowAsync(dashboard, "relative");
        await DashboardPage.SaysAsync(title, "Relative width of kha’s 90 % interval");
        await Expect(end).ToContainTextAsync("200 %");
        await DashboardPage.SaysAsync(dashboard.Pane("truth").Locator(".ticks span").Last, truth);
    }

    [Fact]
    public async Task A_model_that_does_not_say_how_sure_it_is_has_no_switch_and_shows_its_estimate()
    {
        await using var dashboard = await OpenAsync("kha");
        await ShowAsync(dashboard, "width");

        await dashboard.Page.Locator("#model").SelectOptionAsync("mean stable");

        await DashboardPage.SaysAsync(dashboard.Pane("inferred").Locator("h2"), "Inferred by mean");
        await Expect(dashboard.Page.Locator("#layer")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_cells_interval_is_the_servers_in_the_panel_and_beside_the_pointer()
    {
        var answer = new TaskCompletionSource<string>();
        await using var dashboard = await OpenAsync("kha", page => page.RouteAsync("**/infer?*quantiles*", async route =>
        {
            var response = await route.FetchAsync();
            answer.TrySetResult(await response.TextAsync());
            await route.FulfillAsync(new() { Response = response });
        }));
        await dashboard.Pane("inferred").Locator(".map").ClickAsync();
        var cell = (Row: await NumberAsync(dashboard, "row"), Column: await NumberAsync(dashboard, "column"));

        var quantiles = JsonDocument.Parse(await answer.Task).RootElement.GetProperty("quantiles");
        var interval = $"{At(quantiles[0])} to {At(quantiles[1])}";
        await DashboardPage.SaysAsync(dashboard.Fact("90 % interval"), interval);
        await Expect(dashboard.Page.Locator(".tip")).ToContainTextAsync($"90 % interval{interval}");

        var (latitude, longitude) = (40.1 - (cell.Row + 0.5) * 0.3 / TestCity.Fine, 116.2 + (cell.Column + 0.5) * 0.4 / TestCity.Fine);
        await Expect(dashboard.Page.Locator(".tip")).ToContainTextAsync(FormattableString.Invariant(
            $"{latitude:F4}° N, {longitude:F4}° E"));

        await dashboard.Page.Locator("h1").HoverAsync();
        await Expect(dashboard.Page.Locator(".tip")).ToBeHiddenAsync();

        int At(JsonElement maps) => maps[0][cell.Row][cell.Column].GetInt32();
    }

    [Fact]
    public async Task A_missing_count_is_said_in_the_legend_the_slot_and_the_cells_of_its_block()
    {
        await using var dashboard = await OpenAsync("kha");
        var rows = Enumerable.Range(0, TestCity.Coarse).Select(row => Enumerable.Range(0, TestCity.Coarse)
            .Select(column => row == 0 && column == 1 ? (int?)null : 2));
        var frame = JsonSerializer.SerializeToUtf8Bytes(new { coarse = rows, time = "2026-04-14T08:00:00" });

        await dashboard.Page.Locator("#upload").SetInputFilesAsync(
            new FilePayload { Name = "gap.json", MimeType = "application/json", Buffer = frame });
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "gap.json");

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#missing"), "1 count missing, so inferred");
        await DashboardPage.SaysAsync(dashboard.Fact("Coarse counts missing"), "1 of 256");
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await PickAsync(dashboard, row: 3, column: 4);
        await DashboardPage.SaysAsync(dashboard.Fact("Its coarse cell"), "missing, so inferred");
        await DashboardPage.SaysAsync(dashboard.Pane("coarse").Locator(".detail"), "missing here");
        await PickAsync(dashboard, row: 3, column: 8);
        await DashboardPage.SaysAsync(dashboard.Fact("Its coarse cell"), "2");
    }

    private async Task<DashboardPage> OpenAsync(string model, Func<IPage, Task>? prepare = null)
    {
        var dashboard = await DashboardPage.OpenAsync(browser, prepare: prepare);
        await dashboard.Page.Locator("#model").SelectOptionAsync($"{model} stable");
        await Expect(dashboard.Page.Locator("#layer")).ToBeVisibleAsync();
        return dashboard;
    }

    private static Task ShowAsync(DashboardPage dashboard, string layer) =>
        dashboard.Page.Locator($"#layer input[value={layer}]").CheckAsync();

    private static async Task PickAsync(DashboardPage dashboard, int row, int column)
    {
        await dashboard.Page.Locator("#row").FillAsync($"{row}");
        await dashboard.Page.Locator("#column").FillAsync($"{column}");
        await dashboard.Page.Locator("#column").PressAsync("Enter");
    }

    private static async Task<int> NumberAsync(DashboardPage dashboard, string id) =>
        int.Parse(await dashboard.Page.Locator($"#{id}").InputValueAsync());
}
