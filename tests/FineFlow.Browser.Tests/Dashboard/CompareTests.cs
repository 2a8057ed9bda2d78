using System.Globalization;
using FineFlow.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>Two models side by side and their difference.</summary>
public sealed class CompareTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_second_model_stands_beside_the_first_with_their_difference()
    {
        await using var dashboard = await DashboardPage.OpenAsync(browser);
        await dashboard.Page.Locator("#model").SelectOptionAsync("ha stable");
        await Expect(dashboard.Page.Locator("#compare-choice")).ToBeHiddenAsync();

        await dashboard.Page.Locator("#other").SelectOptionAsync("mean stable");

        await DashboardPage.SaysAsync(dashboard.Pane("inferred").Locator("h2"), "Inferred by ha");
        await DashboardPage.SaysAsync(dashboard.Pane("other").Locator("h2"), "Inferred by mean");
        await DashboardPage.SaysAsync(dashboard.Pane("difference").Locator("h2"), "mean minus ha");
        await Expect(dashboard.Pane("coarse")).ToBeHiddenAsync();
        Assert.True(Number(await dashboard.Fact("Mean absolute error of mean").InnerTextAsync())
            > Number(await dashboard.Fact("Mean absolute error").InnerTextAsync()));

        await dashboard.Pane("other").Locator(".map").ClickAsync();
        await Expect(dashboard.Fact("Inferred by mean")).ToBeVisibleAsync();
        var (first, second) = (await HereAsync(dashboard, "inferred"), await HereAsync(dashboard, "other"));
        Assert.NotEqual(first, second);
        Assert.Equal(second - first, await HereAsync(dashboard, "difference"), 0.11);
        Assert.Equal(Number(await dashboard.Fact("Its coarse cell").InnerTextAsync()) / 16, second, 0.06);

        await dashboard.Page.Locator("#other").SelectOptionAsync("");
        await Expect(dashboard.Pane("other")).ToBeHiddenAsync();
        await Expect(dashboard.Pane("coarse")).ToBeVisibleAsync();
    }

    /// <summary>The value of a map at the picked cell.</summary>
    private static async Task<double> HereAsync(DashboardPage dashboard, string view)
    {
        var text = await dashboard.Pane(view).Locator(".detail").InnerTextAsync();
        Assert.EndsWith(" here", text, StringComparison.Ordinal);
        return Number(text[..^5]);
    }

    private static double Number(string text) => double.Parse(text.Replace('−', '-'), NumberStyles.Number, CultureInfo.InvariantCulture);
}
