using System.ComponentModel;
using System.Diagnostics;

namespace FineFlow.Browser.Tests.Dashboard;

public sealed class FrontEndTests
{
    [Fact]
    public async Task The_front_ends_own_tests_pass()
    {
        var web = FindWeb();
        Assert.SkipUnless(web is not null, "the dashboard's packages are not installed: its build needs Node.js");

        using var tests = Start(web!);
        var output = tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, await output);
    }

    private static Process Start(string folder)
    {
        var npm = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", "/c npm test") : new ProcessStartInfo("npm", "test");
        try
        {
            npm.WorkingDirectory = folder;
            npm.RedirectStandardOutput = true;
            return Process.Start(npm)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs Node.js");
            throw;
        }
    }

    /// <summary>The front end's sources above the test program, with their packages installed.</summary>
    private static string? FindWeb()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var web = Path.Combine(folder.FullName, "web");
            if (Directory.Exists(Path.Combine(web, "node_modules")))
            {
                return web;
            }
        }

        return null;
    }
}
