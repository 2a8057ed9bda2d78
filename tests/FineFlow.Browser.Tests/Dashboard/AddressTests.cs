using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>The page's address says what is shown, and shows it again.</summary>
public sealed class AddressTests(BrowserFixture browser)
{
    [Fact]
    public async Task Without_a_wish_the_page_opens_at_the_busiest_slot_with_a_model_of_this_city()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, prepare: page => page.RouteAsync("**/v1/models", OfAnotherCityAsync), address: browser.Url);
        var totals = Enumerable.Range(0, TestCity.Slots).Select(browser.TotalOf).ToList();

        await DashboardPage.SaysAsync(dashboard.Fact("Total"), totals.Max().ToString("#,0"));
        await Expect(dashboard.Page.Locator("#slider")).ToHaveValueAsync($"{totals.IndexOf(totals.Max())}");
        await Expect(dashboard.Page.Locator("#model")).ToHaveValueAsync("mean stable");
        await Expect(dashboard.Page).ToHaveURLAsync(new Regex("^[^#]*#slot=[^&]*$"));

        // Those that err less were trained on other data.
        static async Task OfAnotherCityAsync(IRoute route)
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync())!;
            foreach (var model in body["models"]!.AsArray().Where(model => $"{model!["name"]}" != "mean"))
            {
                model!["data_fingerprint"] = new string('0', 64);
            }

            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        }
    }

    [Fact]
    public async Task What_is_chosen_stands_in_the_address_and_is_there_again_on_another_page()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Locator("#model").SelectOptionAsync("ha stable");
        await dashboard.Page.Locator("#palette").SelectOptionAsync("cividis");
        await dashboard.Page.Locator("#range input[value=slot]").CheckAsync();
        await dashboard.Page.Locator("#right").SelectOptionAsync("error");
        await dashboard.Page.Locator("#grid").ClickAsync();
        await dashboard.Page.Locator("#row").FillAsync("10");
        await dashboard.Page.Locator("#column").FillAsync("20");
        await dashboard.Page.Locator("#column").PressAsync("Enter");
        await dashboard.Page.Locator("h1").ClickAsync();
        await dashboard.Page.Keyboard.PressAsync("ArrowRight");
        await dashboard.Page.Keyboard.PressAsync("+");

        await Expect(dashboard.Page).ToHaveURLAsync(new Regex(
            @"#slot=2026-04-14T07:30&model=ha\+stable&view=error&palette=cividis&range=slot&grid=on&cell=10,20"
            + @"&at=3\d\.\d+,116\.\d+,\d+\.\d+$"));
        var address = dashboard.Page.Url;
        await using var again = await DashboardPage.OpenAsync(browser, address: new(address));

        await DashboardPage.SaysAsync(again.Time, "Tuesday 14 April 2026, 07:30");
        foreach (var id in new[] { "model", "palette", "right", "row", "column" })
        {
            await Expect(again.Page.Locator($"#{id}")).ToHaveValueAsync(await dashboard.Page.Locator($"#{id}").InputValueAsync());
        }

        await Expect(again.Page.Locator("#range input[value=slot]")).ToBeCheckedAsync();
        await Expect(again.Page.Locator("#grid")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(again.Page).ToHaveURLAsync(address);
    }

    [Fact]
    public async Task A_changed_address_changes_the_page()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);

        await dashboard.Page.EvaluateAsync("location.hash = '#slot=3&layout=swipe&left=truth'");

        await DashboardPage.SaysAsync(dashboard.Time, "Tuesday 14 April 2026, 08:00");
        await Expect(dashboard.Page.Locator("#left")).ToHaveValueAsync("truth");
        await Expect(dashboard.Pane("error")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_an_address_asks_for_and_is_not_there_is_said()
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser, address: new(browser.Url, "#slot=999&model=nobody&palette=pink&cell=-1,4&at=a,b,c"));

        await Expect(dashboard.Badge).ToContainTextAsync("Adds up");
        await Expect(dashboard.Page.Locator("#cell")).ToBeHiddenAsync();
        await Expect(dashboard.Message).ToContainTextAsync(
            "the address asks for what is not here: model “nobody”, slot “999”, palette “pink”");
    }
}
