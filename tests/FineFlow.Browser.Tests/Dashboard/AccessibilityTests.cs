using Deque.AxeCore.Playwright;
using FineFlow.Browser.Tests.Fixtures;
using Microsoft.Playwright;

namespace FineFlow.Browser.Tests.Dashboard;

/// <summary>axe-core finds nothing wrong: names, roles, contrast.</summary>
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private const string Zones = """
        [{"name":"centre","geometry":{"type":"Polygon","coordinates":[[[116.3,39.9],[116.5,39.9],[116.5,40],[116.3,39.9]]]}}]
        """;

    [Theory]
    [InlineData(ColorScheme.Light, 1366, 768, "layout=main")]
    [InlineData(ColorScheme.Dark, 1366, 768, "layout=compare&with=mean+stable&cell=10,20&grid=on")]
    [InlineData(ColorScheme.Light, 390, 844, "layout=swipe")]
    [InlineData(ColorScheme.Dark, 390, 844, "layout=main&cell=10,20")]
    public async Task Axe_finds_no_violation(ColorScheme scheme, int width, int height, string state)
    {
        await using var dashboard = await DashboardPage.OpenAsync(
            browser,
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, HasTouch = width < 500 },
            prepare: page => page.AddInitScriptAsync($"localStorage.setItem('zones small-city', '{Zones}')"),
            address: new(browser.Url, $"#slot=1&{state}"));
        await Assertions.Expect(dashboard.Page.Locator("#zone-caption")).ToContainTextAsync("inferred");
        await dashboard.Page.Keyboard.PressAsync("z");

        var result = await dashboard.Page.RunAxe();

        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.SelectMany(
            violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")));
    }
}
