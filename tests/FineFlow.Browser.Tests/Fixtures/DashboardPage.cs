using Microsoft.Playwright;

namespace FineFlow.Browser.Tests.Fixtures;

/// <summary>The dashboard on a page of its own. When it is closed, nothing may have gone wrong unseen.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    /// <summary>What is there as soon as a frame is.</summary>
    private const string Frame = "#badge";

    private readonly List<string> _errors = [];
    private readonly BrowserFixture _browser;

    private DashboardPage(BrowserFixture browser, IPage page)
    {
        _browser = browser;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    public ILocator Badge => Page.Locator("#badge");

    public ILocator Time => Page.Locator("#time");

    public ILocator Message => Page.Locator("#message");

    public ILocator Notice => Page.Locator("#notice");

    /// <summary>Opens the dashboard and waits for its first frame.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="options">Size, theme and so on of the window.</param>
    /// <param name="prepare">Done before the page is loaded.</param>
    /// <param name="until">The element that is waited for; the badge of the first frame, unless none will come.</param>
    /// <param name="address">The page; the server's at its first slot by default.</param>
    public static async Task<DashboardPage> OpenAsync(
        BrowserFixture browser, BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null, string until = Frame,
        Uri? address = null)
    {
        var dashboard = new DashboardPage(browser, await browser.NewPageAsync(options));
        if (prepare is not null)
        {
            await prepare(dashboard.Page);
        }

        await dashboard.Page.GotoAsync((address ?? new Uri(browser.Url, "#slot=1")).AbsoluteUri);
        await dashboard.Page.Locator(until).WaitForAsync();
        if (until == Frame)
        {
            await dashboard.Page.Locator("#panes[data-drawn]").WaitForAsync();
        }

        return dashboard;
    }

    /// <summary>The pane of a view: coarse, inferred, other, difference, truth or error.</summary>
    public ILocator Pane(string view) => Page.Locator($".pane[data-view={view}]");

    /// <summary>Answers for the server, with a text in its answers replaced.</summary>
    public static Task ReplaceAsync(IPage page, string path, string text, string by) => page.RouteAsync(path, async route =>
    {
        var answer = await route.FetchAsync();
        var body = (await answer.TextAsync()).Replace(text, by, StringComparison.Ordinal);
        await route.FulfillAsync(new() { Response = answer, Body = body });
    });

    /// <summary>Waits until an element's text is this.</summary>
    public static Task SaysAsync(ILocator element, string text) => Assertions.Expect(element).ToHaveTextAsync(text);

    /// <summary>A number among the facts of the slot or the cell.</summary>
    public ILocator Fact(string term) => Page.Locator($"#panel dt:text-is('{term}') + dd");

    /// <summary>Forgets what went wrong on purpose.</summary>
    public void ForgiveErrors() => _errors.Clear();

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync(Page);
        Assert.Empty(_errors);
    }
}
