using System.ComponentModel;
using System.Diagnostics;

namespace FineFlow.Tests;

/// <summary>The front end's sources, run by Node.js. A test is skipped where either is missing.</summary>
internal static class FrontEnd
{
    /// <summary>Runs npm or node in the front end's folder and returns the exit code and what was written.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var folder = Find();
        Assert.SkipUnless(folder is not null, "the dashboard's packages are not installed: its build needs Node.js");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput) = (folder, true);
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs Node.js");
            throw;
        }
    }

    /// <summary>The front end's sources above the test program, with their packages installed.</summary>
    private static string? Find()
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
