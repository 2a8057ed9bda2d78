using System.Text;
using System.Text.Json;
using FineFlow.Browser.Tests.Fixtures;
using FineFlow.Core.Formats;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class UploadTests(BrowserFixture browser)
{
    [Fact]
    public async Task An_own_npy_frame_is_inferred_and_shown_without_a_truth()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await UploadAsync(dashboard, "mine.npy", Npy(TestCity.Coarse));

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "mine.npy");
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await Expect(dashboard.Pane("truth")).ToBeHiddenAsync();
        await Expect(dashboard.Pane("inferred")).ToBeVisibleAsync();
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "1,792");
    }

    [Fact]
    public async Task An_own_JSON_frame_brings_its_time()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        var rows = Enumerable.Repeat(Enumerable.Repeat(2, TestCity.Coarse), TestCity.Coarse);

        await UploadAsync(dashboard, "mine.json", JsonSerializer.SerializeToUtf8Bytes(new { coarse = rows, time = "2026-03-02T08:00:00" }));

        await DashboardPage.SaysAsync(dashboard.Time, "Monday 2 March 2026, 08:00");
        await DashboardPage.SaysAsync(dashboard.Fact("Total"), "512");
    }

    [Theory]
    [InlineData("[[1, -2]]", "value 2 is -2; counts are finite and not negative")]
    [InlineData("row,column", "neither a .npy file nor JSON")]
    public async Task A_frame_that_cannot_be_is_one_line_and_changes_nothing(string text, string expected)
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await UploadAsync(dashboard, "mine.json", Encoding.UTF8.GetBytes(text));

        await Expect(dashboard.Message).ToContainTextAsync(expected);
        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "small city, test");
    }

    [Fact]
    public async Task A_frame_of_a_size_that_the_models_do_not_take_is_refused()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: page => page.RouteAsync("**/v1/models", route => Fixed(route)));

        await UploadAsync(dashboard, "mine.npy", Npy(8));

        await Expect(dashboard.Message).ToContainTextAsync("no model here takes 1 x 8 x 8 counts");
    }

    /// <summary>The models' list, all of the test city's size.</summary>
    private static async Task Fixed(IRoute route)
    {
        var answer = await route.FetchAsync();
        var text = (await answer.TextAsync()).Replace("\"coarse_rows\":null", "\"coarse_rows\":16", StringComparison.Ordinal);
        await route.FulfillAsync(new() { Response = answer, Body = text });
    }

    private static Task UploadAsync(DashboardPage dashboard, string name, byte[] content) =>
        dashboard.Page.Locator("#upload").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    /// <summary>A square of sevens.</summary>
    private static byte[] Npy(int side)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, [.. Enumerable.Repeat(7f, side * side)], side, side);
        return stream.ToArray();
    }
}
