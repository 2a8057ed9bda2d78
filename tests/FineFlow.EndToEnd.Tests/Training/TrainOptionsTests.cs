using System.Text.Json;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Training;

/// <summary>Options that say how a training's steps are taken.</summary>
public sealed class TrainOptionsTests(TrainedRun trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.File("run");

    [Fact]
    public void Auto_says_what_it_chose_and_the_run_knows_the_device_itself()
    {
        var outcome = Fineflow.RunWell("train", "--data", trained.Data, "--model", "mean", "--out", Run, "--device", "auto");

        Assert.Matches("(?m)^computes on (the CPU|cuda)", outcome.Error);
        Assert.Matches("\"device\": \"(cpu|cuda)\"", File.ReadAllText(Path.Combine(Run, "run.json")));
    }

    [Fact]
    public void Pieces_and_the_average_are_told_by_report_manifest_and_history()
    {
        var report = Fineflow.RunWell(Train("--micro-batch", "8", "--ema", "0.99", "--precision", "fp32", "--json")).Json();
        var manifest = Json("run.json");

        Assert.Equal((8, 0.99), (report.GetProperty("micro_batch").GetInt32(), report.GetProperty("ema").GetDouble()));
        Assert.Equal(8, manifest.GetProperty("micro_batch").GetInt32());
        Assert.Equal(0.99, manifest.GetProperty("recipe").GetProperty("ema").GetDouble());
        Assert.Equal(("cpu", "cpu"), (report.GetProperty("device").GetString(), manifest.GetProperty("device").GetString()));
        Assert.Equal(0.99, Json("history.jsonl").GetProperty("ema").GetDouble());
        var resumed = Fineflow.RunWell(Train("--resume"));
        Assert.Contains("fp32, 8 sample(s) at once, weights averaged with decay 0.99", resumed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--micro-batch 0", "setting 'micro_batch': is 0; it must be between 1 and 65536")]
    [InlineData("--micro-batch 4 --model urbanfm", "setting 'micro_batch': does not fit urbanfm, whose batch normalisation")]
    [InlineData("--micro-batch some", "option --micro-batch: is 'some'; expected a whole number")]
    [InlineData("--ema 1", "setting 'ema': is 1; it must be between 0 and 0.99999")]
    [InlineData("--ema -0.1", "setting 'ema': is -0.1")]
    public void What_cannot_be_had_is_refused_and_nothing_is_written(string options, string words)
    {
        Fineflow.Run(["train", "--data", trained.Data, "--out", Run, .. TinyPlgf.UnlessNamed(options)]).AssertRefused(words);
        Assert.False(Directory.Exists(Run));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Train(params string[] more) => TinyPlgf.Train(trained.Data, Run, epochs: 1, more);

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Run, file))).RootElement;
}
