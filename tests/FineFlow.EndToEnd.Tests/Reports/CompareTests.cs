using System.Text.Json;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary><c>compare</c>: runs side by side on one split.</summary>
public sealed class CompareTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Each_run_has_the_numbers_that_evaluate_gives_it()
    {
        var mean = Train(trained.Data, "mean");
        var report = Compare(trained.Data, mean, trained.Run);
        var rows = report.GetProperty("runs").EnumerateArray().ToArray();

        foreach (var (run, row) in new[] { mean, trained.Run }.Zip(rows))
        {
            var alone = Fineflow.RunWell("evaluate", run, "--data", trained.Data, "--json").Json();
            Assert.Equal(run, row.GetProperty("run").GetString());
            Assert.True(row.GetProperty("same_data").GetBoolean());
            foreach (var number in new[] { "mse", "rmse", "mae", "mape", "max_conservation_error" })
            {
                Assert.Equal(alone.GetProperty(number).GetDouble(), row.GetProperty(number).GetDouble());
            }
        }

        var difference = Assert.Single(report.GetProperty("differences").EnumerateArray());
        Assert.Equal(Number(rows[1], "mae") - Number(rows[0], "mae"), Number(difference, "mae"));
    }

    [Fact]
    public void Where_days_are_unknown_it_says_so_and_gives_no_interval()
    {
        var bare = City.Write(_folder.File("bare"), external: false);
        var report = Compare(bare, Train(bare, "mean"), Train(bare, "ha"));

        Assert.Contains("days of the samples are unknown", report.GetProperty("no_intervals").GetString(), StringComparison.Ordinal);
        Assert.False(report.GetProperty("differences")[0].TryGetProperty("bootstrap", out _));
    }

    [Fact]
    public void Where_days_are_known_differences_have_intervals()
    {
        var data = CityOfEightDays();
        var report = Compare(data, Train(data, "mean"), Train(data, "ha"));
        var bootstrap = report.GetProperty("differences")[0].GetProperty("bootstrap");
        var mae = bootstrap.GetProperty("mae");

        Assert.Equal(8, bootstrap.GetProperty("days").GetInt32());
        Assert.InRange(Number(mae, "difference"), Number(mae, "low"), Number(mae, "high"));
        Assert.True(Number(mae, "high") < 0, "the average of a city that is busy in the west beats the even split");
        Assert.InRange(Number(mae, "p"), 0, 0.001);
    }

    [Fact]
    public void A_folder_gets_the_numbers_a_page_and_a_map_for_each_pair()
    {
        var (mean, target) = (Train(trained.Data, "mean"), _folder.File("out"));
        var report = Fineflow.RunWell("compare", trained.Run, mean, mean, "--data", trained.Data, "--out", target, "--json").Out;

        Assert.Equal(["compare.json", "compare.md", "map-2-against-1.png", "map-3-against-1.png"], Listing.Of(target));
        Assert.Equal(report, File.ReadAllText(Path.Combine(target, "compare.json")));
        Assert.Contains("(map-3-against-1.png)", File.ReadAllText(Path.Combine(target, "compare.md")), StringComparison.Ordinal);
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(Path.Combine(target, "map-2-against-1.png"))[1..4]);
    }

    [Fact]
    public void A_run_of_other_data_is_measured_with_a_warning()
    {
        var other = City.Write(_folder.File("other"), train: 20);
        var outcome = Fineflow.RunWell("compare", trained.Run, Train(other, "mean"), "--data", other, "--json");

        Assert.Contains(
            $"warning: {trained.Run}: {other}/test is other data than this model was trained on (the fingerprints differ: ",
            outcome.Error,
            StringComparison.Ordinal);
        Assert.Equal(1, outcome.Json().GetProperty("warnings").GetArrayLength());
        Assert.Equal(
            [false, true],
            outcome.Json().GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("same_data").GetBoolean()));
    }

    [Fact]
    public void Runs_of_different_divisions_are_not_put_into_one_table()
    {
        var (one, other) = (Divided("one", "7:1:2 in time order", 40), Divided("other", "published", 24));

        Fineflow.Run("compare", Train(other, "mean"), Train(one, "ha"), "--data", one)
            .AssertRefused(
                "was trained on data divided 'published'",
                "'7:1:2 in time order'",
                "numbers of different divisions are not put into one table");
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Fineflow.Run("compare", trained.Run, "--data", trained.Data).AssertRefused("RUN: at least two runs are expected");
        Fineflow.Run("compare", trained.Run, _folder.File("nosuch"), "--data", trained.Data).AssertRefused("nosuch: is not a folder");
        Fineflow.Run("compare", trained.Run, trained.Run, "--data", trained.Data, "--split", "nosuch")
            .AssertRefused("has no split 'nosuch'");
        Fineflow.Run("compare", trained.Run, trained.Run, "--data", trained.Data, "--out", trained.File("test", "X.npy"))
            .AssertRefused("cannot be written");
    }

    [Fact]
    public void The_tables_show_every_run()
    {
        var table = Fineflow.RunWell("compare", trained.Run, Train(trained.Data, "mean"), "--data", trained.Data).Out;

        Assert.Matches(@"│ plgf +│ common +│ dualfocal +│ 0 ", table);
        Assert.Matches(@"│ mean +│ common +│ mse +│ 0 ", table);
        Assert.Matches(@"95 % interval and p over \d+ days", table);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement Compare(string data, params string[] runs) =>
        Fineflow.RunWell(["compare", .. runs, "--data", data, "--json"]).Json();

    private static double Number(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    private string Train(string data, string model)
    {
        var run = _folder.File($"run-{model}");
        Fineflow.RunWell("train", "--data", data, "--model", model, "--out", run);
        return run;
    }

    private string Divided(string name, string division, int train)
    {
        var data = City.Write(_folder.File(name), train);
        File.WriteAllText(Path.Combine(data, "dataset.json"), $$"""{"name": "{{name}}", "split": "{{division}}"}""");
        return data;
    }

    private string CityOfEightDays()
    {
        var data = City.Write(_folder.File("days"), external: false);
        foreach (var (split, samples) in new[] { ("train", 40), ("valid", 8), ("test", 8) })
        {
            var times = Enumerable.Range(0, samples).Select(day => day * 86_400L);
            NpyWriter.Write(Path.Combine(data, split, "time.npy"), [.. times], [samples]);
        }

        return data;
    }
}
