using FineFlow.Core.Datasets;
using FineFlow.Host;
using Microsoft.Playwright;

namespace FineFlow.Browser.Tests.Fixtures;

/// <summary>Chromium and a server of the test city; tests are skipped where there is no Chromium or no dashboard.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // Maps are drawn by the processor: test machines have no graphics card.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    ];

    private readonly TemporaryFolder _folder = new();
    private FlowDataset? _city;
    private FlowServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _window;

    /// <summary>What the server shows.</summary>
    internal FlowSplit City => _city!["test"];

    /// <summary>The city's total in a slot.</summary>
    internal float TotalOf(int slot) => City.Coarse.Sample(slot).ToArray().Sum();

    /// <summary>Where the server is; the test is skipped where there is none.</summary>
    internal Uri Url
    {
        get
        {
            SkipWithoutBrowser();
            return _server!.Callers.Http.Url;
        }
    }

    /// <summary>Files of a test.</summary>
    internal string File(string name) => _folder.File(name);

    public async ValueTask InitializeAsync()
    {
        var program = Array.Find(Programs, System.IO.File.Exists);
        if (program is null || !AspNetCore.Pages.DashboardFiles.AreBuilt)
        {
            return;
        }

        _city = TestCity.Write(_folder.File("small-city"));
        TestCity.WriteModels(_folder.File("models"), _city);
        _server = await FlowServer.StartAsync(
            new()
            {
                Models = _folder.File("models"),
                Datasets = [_folder.File("small-city")],
                Url = "http://127.0.0.1:0",
                AdminUrl = "http://127.0.0.1:0",
                SharesModels = true,
            },
            _ => { });
        // On a machine that does other work meanwhile.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Flags });
        _window = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        // With one page always open, the next ones find the browser's process and the compiled script: 1.5 s less each.
        await _window.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>An empty page; the running test is skipped where there can be none.</summary>
    /// <param name="options">Size, theme and so on of a window of its own; none for the window that most pages share.</param>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        SkipWithoutBrowser();
        var window = options is null ? _window! : await _browser!.NewContextAsync(options);
        return await window.NewPageAsync();
    }

    /// <summary>Closes a page, and its window where it is its own. Nothing that the page remembered is left.</summary>
    internal async Task CloseAsync(IPage page)
    {
        if (page.Context != _window)
        {
            await page.Context.CloseAsync();
            return;
        }

        await page.EvaluateAsync("() => localStorage.clear()");
        await page.CloseAsync();
    }

    /// <summary>Skips the running test where there can be no window.</summary>
    internal void SkipWithoutBrowser() => Assert.SkipUnless(
        _browser is not null, "needs Chromium in /usr/bin, and a dashboard, which is built where Node.js is installed");
}
