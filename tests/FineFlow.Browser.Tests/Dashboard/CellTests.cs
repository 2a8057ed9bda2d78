using FineFlow.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class CellTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_clicked_cell_shows_its_day_as_a_curve_and_as_a_table_of_the_datas_counts()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: new(browser.Url, "#slot=1&view=truth"));
        await dashboard.Pane("truth").Locator(".map").ClickAsync();
        await Expect(dashboard.Page.Locator("#curve polyline")).ToHaveCountAsync(2);
        var (row, column) = (await NumberAsync(dashboard, "row"), await NumberAsync(dashboard, "column"));
        Assert.InRange(row, 30, 33);
        Assert.InRange(column, 30, 33);

        await dashboard.Page.GetByText("As a table").ClickAsync();
        var cells = await dashboard.Page.Locator("#curve-table tbody td:last-child").AllInnerTextsAsync();

        var values = Enumerable.Range(0, TestCity.SlotsADay).Select(slot => browser.City.Fine.Map(slot, 0)[row * TestCity.Fine + column]);
        Assert.Equal(values.Select(value => $"{value}"), cells);
    }

    [Fact]
    public async Task A_cell_can_be_typed_and_moved_with_keys()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Locator("#row").FillAsync("10");
        await dashboard.Page.Locator("#column").FillAsync("20");
        await dashboard.Page.Locator("#column").PressAsync("Enter");
        await Expect(dashboard.Page.Locator("#curve")).ToBeVisibleAsync();

        await dashboard.Page.Locator("h1").ClickAsync();
        await dashboard.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await dashboard.Page.Keyboard.PressAsync("Shift+ArrowRight");

        Assert.Equal((11, 21), (await NumberAsync(dashboard, "row"), await NumberAsync(dashboard, "column")));
        await Expect(dashboard.Page.Locator("#announcer")).ToContainTextAsync("Row 11, column 21: Inferred");
        await DashboardPage.SaysAsync(dashboard.Fact("True"), $"{browser.City.Fine.Map(0, 0)[11 * TestCity.Fine + 21]}");
    }

    private static async Task<int> NumberAsync(DashboardPage dashboard, string id) =>
        int.Parse(await dashboard.Page.Locator($"#{id}").InputValueAsync());
}
