using FineFlow.Core.Sampling;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Experiments;

/// <summary><c>fineflow experiment</c> as its users run it.</summary>
public sealed class ExperimentTests : IDisposable
{
    private const int Kills = 5;
    private readonly TemporaryFolder _folder = new();
    private readonly RandomStream _random = new(1126);

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void Five_kills_at_random_moments_change_nothing_in_the_table()
    {
        var city = City.Write(_folder.File("city"), train: 120);
        Fineflow.RunWell(Arguments(city, "whole"));
        var expected = File.ReadAllText(_folder.File("whole/table.md"));
        Assert.Contains("| plgf | ", expected, StringComparison.Ordinal);

        var torn = _folder.File("torn");
        for (var kill = 0; kill < Kills; kill++)
        {
            using var running = Fineflow.Start(Arguments(city, "torn"));
            var before = Writes(torn);
            var moment = 1 + _random.NextInt(4);
            running.WaitFor(() => Writes(torn) >= before + moment, "it ended before it was killed", pause: 1);
            Thread.Sleep(_random.NextInt(60));
            running.Kill();
            Assert.False(File.Exists(Path.Combine(torn, "table.md")));
        }

        var last = Fineflow.RunWell(Arguments(city, "torn"));
        Assert.Equal(expected, File.ReadAllText(Path.Combine(torn, "table.md")));
        Assert.DoesNotContain(Listing.Of(torn), path => path.EndsWith(".tmp", StringComparison.Ordinal));

        // What was finished before the last kill is told, and not trained again.
        var again = Fineflow.RunWell(Arguments(city, "torn"));
        Assert.DoesNotContain("[", again.Error, StringComparison.Ordinal);
        Assert.Contains("[", last.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("published", "they are of data divided 7:1:2 in time order, and these are divided published")]
    [InlineData("7:1:2 in time order", "they are of 32x32 to 128x128, 1 channel, 2142 / 306 / 612 samples, and these are 4x4 to 8x8")]
    public void Published_numbers_are_left_out_with_the_reason_where_the_data_are_others(string division, string reason)
    {
        var city = City.Write(_folder.File("city"));
        File.WriteAllText(Path.Combine(city, "dataset.json"), $$"""{"name": "TaxiBJ-P1", "split": "{{division}}"}""");
        var outcome = Fineflow.RunWell(
            "experiment", "overall", "--data", city, "--models", "mean,espcn", "--seeds", "1", "--epochs", "1", "--threads", "1",
            "--out", _folder.File("out"));
        var table = File.ReadAllText(_folder.File("out/table.md"));

        Assert.Contains($"divided {division}, data ", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"The published numbers of TaxiBJ-P1 are left out: {reason}", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"The published numbers of TaxiBJ-P1 are left out: {reason}", table, StringComparison.Ordinal);
        Assert.Contains($", divided {division}; SHA-256 ", table, StringComparison.Ordinal);
        Assert.DoesNotContain("17.690", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kha,espcn", "- kha: FineFlow's own, in their one size and by their own recipe")]
    [InlineData("mean,espcn", null)]
    public void A_table_says_the_recipe_of_the_published_networks_and_which_models_have_their_own(string models, string? own)
    {
        var city = City.Write(_folder.File("city"));
        Fineflow.RunWell(
            "experiment", "overall", "--data", city, "--models", models, "--seeds", "1", "--epochs", "1", "--threads", "1",
            "--out", _folder.File("out"));
        var table = File.ReadAllText(_folder.File("out/table.md"));

        Assert.Contains("- budget quick: 1 epoch, published networks of size small", table, StringComparison.Ordinal);
        Assert.Contains("- recipe common: batches of 20, learning rate 0.001", table, StringComparison.Ordinal);
        Assert.Equal(own is not null, table.Contains("FineFlow's own", StringComparison.Ordinal));
        Assert.Contains(own ?? "", table, StringComparison.Ordinal);
        var latex = File.ReadAllText(_folder.File("out/tables.tex"));
        Assert.Contains(@"\multicolumn{6}{c}{city}", latex, StringComparison.Ordinal);
        Assert.Contains("\nespcn & ", latex, StringComparison.Ordinal);
        Assert.Contains("shi2016espcn", File.ReadAllText(_folder.File("out/references.bib")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_ones_own_runs_the_same_way_and_json_tells_all()
    {
        var city = City.Write(_folder.File("city"));
        var file = _folder.File("mine.jsonc");
        File.WriteAllText(file, """
            // my comparison
            { "format": 1, "name": "mine", "title": "Mine", "view": "variants", "models": ["espcn"], "ours": "espcn",
              "variants": [{ "name": "MSE" }, { "name": "L1", "loss": "l1" }], "budgets": { "quick": { "epochs": 1 } } }
            """);
        var report = Fineflow.RunWell("experiment", file, "--data", city, "--threads", "1", "--out", _folder.File("out"), "--json").Json();
        Assert.True(report.GetProperty("finished").GetBoolean());
        Assert.Equal(
            ["mse", "l1"], report.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("loss").GetString()));
        Assert.Contains("| espcn | L1 | l1 | ", File.ReadAllText(_folder.File("out/table.md")), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(_folder.File("out/results.csv")).Length);
    }

    [Fact]
    public void Mistakes_are_refused_in_one_line_and_leave_nothing()
    {
        var city = City.Write(_folder.File("city"));
        Fineflow.Run("experiment", "everything", "--data", city, "--out", _folder.File("out")).AssertRefused("everything", "overall");
        Fineflow.Run("experiment", "overall", "--data", city, "--budget", "huge", "--out", _folder.File("out"))
            .AssertRefused("huge", "paper");
        Fineflow.Run("experiment", "overall", "--data", _folder.File("none"), "--out", _folder.File("out")).AssertRefused("none");
        Fineflow.Run("experiment", "overall", "--data", city, "--models", "plfg", "--out", _folder.File("out")).AssertRefused("plfg");
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    private string[] Arguments(string city, string folder) =>
    [
        "experiment", "overall", "--data", city, "--models", "mean,espcn,srcnn,plgf", "--epochs", "2", "--threads", "1",
        "--out", _folder.File(folder),
    ];

    /// <summary>How much has been written so far: epochs and results.</summary>
    private static int Writes(string folder) => !Directory.Exists(folder) ? 0 : Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Count(path => !path.EndsWith(".tmp", StringComparison.Ordinal));
}
