using System.Net;
using System.Text.RegularExpressions;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary><c>report</c>: one page of a run.</summary>
public sealed class ReportTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    private string Page => _folder.File("page.html");

    [Fact]
    public void The_page_of_a_run_has_its_numbers_and_pictures()
    {
        var numbers = Fineflow.RunWell("report", trained.Run, "--out", Page, "--json").Json();
        var alone = Fineflow.RunWell("evaluate", trained.Run, "--data", trained.Data, "--json").Json();
        var page = File.ReadAllText(Page);

        Assert.Equal(
            ["valid", "test"],
            numbers.GetProperty("splits").EnumerateArray().Select(split => split.GetProperty("split").GetString()));
        Assert.Equal(alone.GetProperty("mse").GetDouble(), numbers.GetProperty("splits")[1].GetProperty("mse").GetDouble());
        var mse = alone.GetProperty("mse").GetDouble().ToString("G5", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(mse, page, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(page, "src=\"data:image/png;base64,iVBOR"));
        Assert.DoesNotMatch("(?i)<script|https?:", page);
        Assert.Empty(numbers.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public void Without_a_place_the_page_goes_into_the_run()
    {
        trained.CopyTo(Run);
        Fineflow.RunWell("report", Run);

        Assert.Contains("report.html", Listing.Of(Path.Combine(Run, "report")));
        Fineflow.RunWell(TinyPlgf.Train(trained.Data, Run, 2, "--resume"));
    }

    [Fact]
    public void Without_its_data_the_page_says_what_is_left_out()
    {
        Spoil("\"data_folder\": \"", "\"data_folder\": \"/nosuch");
        var outcome = Fineflow.RunWell("report", Run, "--out", Page, "--json");

        Assert.Contains("no such folder", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Json().GetProperty("splits").EnumerateArray());
        Assert.Contains("What needs the data is left out", File.ReadAllText(Page), StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(File.ReadAllText(Page), "<img "));
    }

    [Fact]
    public void Data_that_are_not_the_runs_are_used_only_if_they_are_asked_for()
    {
        Spoil("\"fingerprint\": \"", "\"fingerprint\": \"0");
        var unasked = Fineflow.RunWell("report", Run, "--out", Page, "--json");
        Assert.Empty(unasked.Json().GetProperty("splits").EnumerateArray());
        Assert.Contains("fingerprints differ", unasked.Error, StringComparison.Ordinal);

        var asked = Fineflow.RunWell("report", Run, "--data", trained.Data, "--out", Page, "--json");
        Assert.Equal(2, asked.Json().GetProperty("splits").GetArrayLength());
        Assert.Contains("fingerprints differ", asked.Error, StringComparison.Ordinal);
        Assert.Contains("how the model transfers", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_a_run_stay_names()
    {
        Spoil("\"name\": \"small\"", "\"name\": \"<script>alert(1)</script>\"");
        Fineflow.RunWell("report", Run, "--out", Page);

        Assert.DoesNotContain("<script", File.ReadAllText(Page), StringComparison.Ordinal);
        Assert.Contains("<h1>plgf on &lt;script&gt;", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_command_repeats_the_run_bit_for_bit()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "no POSIX shell on this system");
        Fineflow.RunWell("report", trained.Run, "--out", Page);
        var block = Regex.Match(File.ReadAllText(Page), "<pre[^>]*><code>(.*?)</code>", RegexOptions.Singleline);
        var commands = WebUtility.HtmlDecode(block.Groups[1].Value);
        var outcome = Fineflow.RunProgram(
            "/bin/sh", "-c", $"fineflow() {{ '{Fineflow.Path}' \"$@\"; }}\n{commands.Replace(trained.Run, Run, StringComparison.Ordinal)}");

        Assert.True(outcome.ExitCode == 0, outcome.Error);
        RunFiles.AssertSame(trained.Run, Run);
    }

    [Fact]
    public void A_history_that_is_none_is_refused()
    {
        trained.CopyTo(Run);
        File.AppendAllText(Path.Combine(Run, "history.jsonl"), "{\n");
        Fineflow.Run("report", Run).AssertRefused("history.jsonl: line 2");
    }

    [Fact]
    public void A_bundle_alone_is_no_run() =>
        Fineflow.Run("report", Path.Combine(trained.Run, "model")).AssertRefused("holds no run: run.json is missing");

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of the run with another word in run.json.</summary>
    private void Spoil(string was, string becomes)
    {
        trained.CopyTo(Run);
        var path = Path.Combine(Run, "run.json");
        var text = File.ReadAllText(path);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(was, becomes, StringComparison.Ordinal));
    }
}
