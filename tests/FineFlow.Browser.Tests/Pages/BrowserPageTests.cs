using System.Globalization;
using System.Text;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Pages;

/// <summary>The page that needs no server, opened as a file, and the same models in the browser on a server's dashboard.</summary>
public sealed class BrowserPageTests(BrowserFixture browser)
{
    /// <summary>Of the largest cell; docs/onnx.md.</summary>
    private const double Tolerance = 1e-4;

    [Fact]
    public async Task A_page_opened_as_a_file_infers_what_the_program_infers_and_fetches_nothing()
    {
        browser.SkipWithoutBrowser();
        var (page, requests) = (WrittenPage.Write(browser, "kha"), new List<string>());
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: Watch(requests), address: page.FirstSlot);

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), $"{WrittenPage.Title}, test");
        await Expect(dashboard.Page.Locator("#model")).ToContainTextAsync("kha");
        await AssertInferredAsync(dashboard, page, slot: 0);
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), browser.TotalOf(1).ToString("#,0"));
        await AssertInferredAsync(dashboard, page, slot: 1);

        Assert.All(requests, url => Assert.True(url.Split('#')[0] == page.Address.AbsoluteUri || IsWithin(url), url));
    }

    [Fact]
    public async Task Own_and_changed_counts_are_inferred_in_the_page()
    {
        browser.SkipWithoutBrowser();
        var page = WrittenPage.Write(browser, "ha");
        await using var dashboard = await DashboardPage.OpenAsync(browser, address: page.FirstSlot);

        await dashboard.Page.Locator("#edit-times").FillAsync("2");
        await dashboard.Page.Locator("#edit button").ClickAsync();
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), (2 * browser.TotalOf(0)).ToString("#,0"));
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");

        await dashboard.Page.Locator("#row").FillAsync("5");
        await dashboard.Page.Locator("#column").FillAsync("9");
        await dashboard.Page.Locator("#column").PressAsync("Enter");
        await dashboard.Page.Locator("#edit-count").FillAsync("1234");
        await dashboard.Page.Locator("#edit-count").PressAsync("Enter");
        await DashboardPage.SaysAsync(dashboard.Fact("Its coarse cell"), "1,234");

        var csv = string.Join('\n', Enumerable.Repeat(string.Join(',', Enumerable.Repeat(3, TestCity.Coarse)), TestCity.Coarse));
        await dashboard.Page.Locator("#upload").SetInputFilesAsync(
            new FilePayload { Name = "mine.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "768");
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
    }

    [Fact]
    public async Task A_server_hands_its_models_to_the_browser_which_infers_the_same()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Locator("#model").SelectOptionAsync("ha stable");
        await DashboardPage.SaysAsync(dashboard.Pane("inferred").Locator("h2"), "Inferred by ha");
        var error = await dashboard.Fact("Mean absolute error").InnerTextAsync();

        await dashboard.Page.Locator("#model").SelectOptionAsync("ha stable browser");

        await Expect(dashboard.Fact("Time in this browser")).ToBeVisibleAsync();
        await DashboardPage.SaysAsync(dashboard.Fact("Mean absolute error"), error);
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
    }

    /// <summary>Whether an address means something that the page holds itself.</summary>
    private static bool IsWithin(string url) =>
        url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal);

    private static Func<IPage, Task> Watch(List<string> requests) => page =>
    {
        page.Request += (_, request) => requests.Add(request.Url);
        return Task.CompletedTask;
    };

    /// <summary>Compares all cells that the page has with the program's own.</summary>
    private static async Task AssertInferredAsync(DashboardPage dashboard, WrittenPage page, int slot)
    {
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await Expect(dashboard.Fact("Time in this browser")).ToBeVisibleAsync();
        var download = await dashboard.Page.RunAndWaitForDownloadAsync(() => dashboard.Page.Locator("#csv").ClickAsync());
        var lines = (await File.ReadAllTextAsync(await download.PathAsync())).TrimEnd().Split('\n');
        var inferred = lines[1..].Select(line => double.Parse(line.Split(',')[5], CultureInfo.InvariantCulture)).ToArray();
        var expected = page.Fine.Sample(slot).ToArray();
        Assert.Equal(expected.Length, inferred.Length);
        Assert.True(expected.Max() > 10);
        Assert.Equal(0, expected.Zip(inferred, (one, other) => Math.Abs(one - other)).Max(), Tolerance * expected.Max());
    }
}
