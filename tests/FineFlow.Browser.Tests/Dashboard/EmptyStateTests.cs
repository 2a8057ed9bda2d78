using FineFlow.Browser.Tests.Fixtures;
using FineFlow.Core.Formats;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>Where there is nothing to show, the page says what is missing and how to mend it.</summary>
public sealed class EmptyStateTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_server_without_data_names_the_command_and_infers_own_frames_all_the_same()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser, prepare: WithoutDataAsync, until: "#notice");

        await Expect(dashboard.Notice).ToContainTextAsync("fineflow serve --models MODELS --data DATASET");
        await Expect(dashboard.Page.Locator("#panes")).ToBeHiddenAsync();
        await Expect(dashboard.Badge).ToBeHiddenAsync();
        await Expect(dashboard.Page.Locator("#geotiff")).ToBeDisabledAsync();

        await UploadAsync(dashboard);

        await DashboardPage.SaysAsync(dashboard.Page.Locator("#place"), "mine.npy");
        await Expect(dashboard.Notice).ToBeHiddenAsync();
        await Expect(dashboard.Pane("inferred").Locator("canvas.maplibregl-canvas")).ToBeVisibleAsync();
        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
    }

    [Theory]
    [InlineData("\"upscaling_factor\":4", "\"upscaling_factor\":2", "ha: 1 × 16 × 16 counts, refined 2 times")]
    [InlineData("\"channels\":1", "\"channels\":2", "mean: 2 × any × any counts, refined 4 times")]
    public async Task A_server_without_a_model_that_fits_says_what_it_has_and_how_to_get_one(string text, string by, string model)
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, prepare: page => DashboardPage.ReplaceAsync(page, "**/v1/models", text, by), until: "#notice");

        await Expect(dashboard.Notice).ToContainTextAsync("small city, test has maps of 1 × 16 × 16 coarse counts, to be refined 4 times.");
        await Expect(dashboard.Notice).ToContainTextAsync(model);
        await Expect(dashboard.Notice).ToContainTextAsync("fineflow train --data small-city --out models/small-city");
        await Expect(dashboard.Page.Locator("#panes")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_model_that_needs_external_factors_does_not_fit_data_without_them()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            prepare: async page =>
            {
                await DashboardPage.ReplaceAsync(page, "**/v1/models", "\"external\":\"optional\"", "\"external\":\"required\"");
                await DashboardPage.ReplaceAsync(page, "**/v1/datasets/small-city", "\"external\":[", "\"external\":null,\"before\":[");
            },
            until: "#notice");

        await Expect(dashboard.Notice).ToContainTextAsync("They bring no external factors.");
        await Expect(dashboard.Notice).ToContainTextAsync("with external factors");
    }

    [Fact]
    public async Task Data_without_a_place_have_no_GeoTIFF_and_the_page_says_why()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, prepare: page => page.RouteAsync("**/v1/datasets/small-city", WithoutPlaceAsync));

        await Expect(dashboard.Page.Locator("#geotiff")).ToBeDisabledAsync();
        await Expect(dashboard.Page.Locator("#geotiff-reason")).ToContainTextAsync("bounding_box in the dataset's dataset.json");
        await Expect(dashboard.Page.Locator("#png")).ToBeEnabledAsync();

        static async Task WithoutPlaceAsync(IRoute route)
        {
            var answer = await route.FetchAsync();
            var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
            body["bounding_box"] = null;
            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        }
    }

    [Fact]
    public async Task Data_with_a_place_have_a_GeoTIFF()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await Expect(dashboard.Page.Locator("#geotiff")).ToBeEnabledAsync();
        await Expect(dashboard.Page.Locator("#geotiff-reason")).ToBeHiddenAsync();
    }

    private static Task WithoutDataAsync(IPage page) =>
        page.RouteAsync("**/v1/datasets", route => route.FulfillAsync(new() { Json = new { datasets = Array.Empty<object>() } }));

    private static Task UploadAsync(DashboardPage dashboard)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, [.. Enumerable.Repeat(7f, TestCity.Coarse * TestCity.Coarse)], TestCity.Coarse, TestCity.Coarse);
        return dashboard.Page.Locator("#upload").SetInputFilesAsync(
            new FilePayload { Name = "mine.npy", MimeType = "application/octet-stream", Buffer = stream.ToArray() });
    }
}
