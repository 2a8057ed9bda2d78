using System.ComponentModel;
using System.Diagnostics;
using FineFlow.Cli.CommandLine.Help;

namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public sealed class ManualPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_has_a_page_with_all_its_options()
    {
        var pages = ManualPage.All(InProcess.Program).ToDictionary(page => page.File, page => page.Text);

        Assert.Contains("fineflow.1", pages.Keys);
        foreach (var (words, command) in CommandTree.Leaves)
        {
            var page = pages[$"fineflow-{string.Join('-', words)}.1"].Replace("\\-", "-", StringComparison.Ordinal);
            Assert.All(
                command.Options.Where(option => !option.Hidden),
                option => Assert.Contains($"\n.B {option.Name}", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Man_finds_nothing_wrong_with_a_page()
    {
        Assert.Equal(0, InProcess.Run("man", "--out", _folder.Path).Code);
        var files = Directory.GetFiles(_folder.Path);
        Assert.Equal(ManualPage.All(InProcess.Program).Count(), files.Length);
        var complaints = Groff(files);

        Assert.SkipWhen(complaints is null, "groff (Debian: groff-base) is not installed");
        Assert.Equal("", complaints);
    }

    /// <summary>Formats pages with all warnings; null where there is no groff.</summary>
    private static string? Groff(string[] files)
    {
        try
        {
            using var groff = Process.Start(new ProcessStartInfo("groff", ["-man", "-Tutf8", "-ww", "-z", .. files])
            {
                RedirectStandardError = true,
            })!;
            return groff.StandardError.ReadToEnd();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
