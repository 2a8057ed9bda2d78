using System.Text.Json.Nodes;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.Plgf;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Tests.Training;

public sealed class RunFolderTests : IDisposable
{
    private readonly SmallRun _small = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _small.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_manifest_of_a_run_survives_the_disk()
    {
        var settings = new Dictionary<string, JsonNode?>(CatalogCases.Settings("plgf")) { ["use_film"] = false, ["loss.gamma"] = 2 };
        var run = _small.Train(SmallRun.Request("plgf", epochs: 1) with { Recipe = "reference", Settings = settings }).Run;

        var opened = RunFolder.Open(run.Path).Manifest;

        Assert.Equal((run.Manifest.Options, run.Manifest.Loss), (opened.Options, opened.Loss));
        Assert.False(Assert.IsType<PlgfOptions>(opened.Options).UseFilm);
        Assert.Equal(2, Assert.IsType<DualFocal>(opened.Loss).Gamma);
        Assert.Equal(run.Manifest.Recipe with { Schedule = [] }, opened.Recipe with { Schedule = [] },
            (a, b) => a.ToString() == b.ToString());
        Assert.Equal(run.Manifest.Recipe.Schedule, opened.Recipe.Schedule);
        Assert.Equal((run.Manifest.Seed, run.Manifest.Threads, run.Manifest.Data.Fingerprint),
            (opened.Seed, opened.Threads, opened.Data.Fingerprint));
    }

    [Fact]
    public void A_run_of_the_oldest_format_is_opened_with_the_defaults_of_what_it_did_not_know()
    {
        var run = _small.Train(SmallRun.Request("plgf", epochs: 1)).Run;
        var file = Path.Combine(run.Path, "run.json");
        var written = File.ReadAllText(file);
        var json = (JsonObject)JsonNode.Parse(written)!;
        json["format"] = 1;
        ((JsonObject)json["recipe"]!).Remove("optimizer");
        ((JsonObject)json["options"]!).Remove("use_film");
        ((JsonObject)json["loss_options"]!).Remove("gamma");
        File.WriteAllText(file, json.ToJsonString());

        var opened = RunFolder.Open(run.Path);
        opened.WriteManifest();

        Assert.Equal((run.Manifest.Options, run.Manifest.Loss), (opened.Manifest.Options, opened.Manifest.Loss));
        Assert.Equal(written, File.ReadAllText(file));
    }

    /// <summary>A folder in which another process begins a run is never taken for a folder of something else.</summary>
    [Fact]
    public void A_folder_in_which_a_run_begins_just_now_is_new_or_holds_a_run()
    {
        const int Times = 500;
        var manifest = _small.Train(SmallRun.Request("mean", epochs: 1)).Run.Manifest;
        for (var time = 0; time < Times; time++)
        {
            var path = Directory.CreateDirectory(_folder.File($"run{time}")).FullName;
            var other = new Thread(() => File.WriteAllText(Path.Combine(path, "run.json"), ""));
            other.Start();
            Exception? refusal;
            do
            {
                refusal = Record.Exception(() => RunFolder.Create(path, manifest));
            }
            while (refusal is null);

            other.Join();
            Assert.Contains("already holds a run", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_history_of_a_run_is_read_as_the_training_told_it()
    {
        var (run, outcome) = _small.Train(SmallRun.Request("plgf", epochs: 2));
        Assert.Equal(outcome.History, run.ReadHistory());
        Assert.Empty(_small.Begin(SmallRun.Request("mean", epochs: 1)).ReadHistory());

        File.AppendAllText(Path.Combine(run.Path, "history.jsonl"), "null\n");
        Assert.Contains("line 3 is null", Refused.By(() => run.ReadHistory()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_not_begun_where_something_is()
    {
        var run = _small.Train(SmallRun.Request("mean", epochs: 1)).Run;
        Assert.Contains("already holds a run", Refused.By(() => RunFolder.Create(run.Path, run.Manifest)), StringComparison.Ordinal);

        File.WriteAllText(_folder.File("notes.txt"), "mine");
        Assert.Contains("is not a run", Refused.By(() => RunFolder.Create(_folder.Path, run.Manifest)), StringComparison.Ordinal);
        Assert.Contains("is not a run", Refused.By(() => RunFolder.Create(_folder.File("notes.txt"), run.Manifest)),
            StringComparison.Ordinal);
        Assert.Contains("holds no run", Refused.By(() => RunFolder.Open(_folder.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_is_refused_leaves_no_folder()
    {
        var run = _small.Begin(SmallRun.Request("mean", epochs: 1) with { Recovery = ConservationMode.Projected });

        Assert.Contains("Exact makes", Refused.By(() => new Trainer(run, _small.Data).Run()), StringComparison.Ordinal);

        Assert.False(Directory.Exists(run.Path));
    }

    [Fact]
    public void A_resumption_that_is_refused_leaves_the_manifest_alone()
    {
        var run = _small.Train(SmallRun.Request("mean", epochs: 1)).Run;
        var file = Path.Combine(run.Path, "run.json");
        var before = File.ReadAllText(file);
        var longer = run.With(new TrainingRequest().With(recipe => recipe with { Epochs = 7 }).Continue(run.Manifest));
        using var other = new SmallRun(seed: 2);

        Assert.Contains("holds other data than this run began with", Refused.By(() => new Trainer(longer, other.Data).Run()),
            StringComparison.Ordinal);

        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void Leftovers_of_killed_writers_are_swept_and_nothing_else()
    {
        var run = _small.Train(SmallRun.Request("mean", epochs: 1)).Run;
        string[] leftovers = ["run.json", "history.jsonl", "model/card.json", "state/training.safetensors"];
        var ours = leftovers.Select(name => Path.Combine(run.Path, $"{name}.{Guid.NewGuid():N}.tmp")).ToList();
        ours.ForEach(file => File.WriteAllText(file, "torn"));
        var outside = Directory.CreateDirectory(_folder.File("elsewhere")).FullName;
        var theirs = new[] { Path.Combine(run.Path, "notes.tmp"), Path.Combine(outside, $"x.{Guid.NewGuid():N}.tmp") };
        Array.ForEach(theirs, file => File.WriteAllText(file, "mine"));
        Directory.CreateSymbolicLink(Path.Combine(run.Path, "report"), outside);

        _small.Train(RunFolder.Open(run.Path));

        Assert.All(ours, file => Assert.False(File.Exists(file), file));
        Assert.All(theirs, file => Assert.True(File.Exists(file), file));
    }

    [Theory]
    [InlineData("format", "3", "is of format 3; this version reads 1 to 2")]
    [InlineData("model", "\"no\\nsuch\"", "is unknown; known are")]
    [InlineData("options", "{\"height\":0}", "setting 'height': is 0")]
    [InlineData("options", "null", "not what FineFlow writes there")]
    [InlineData("loss", "\"huber\"", "loss 'huber': is unknown")]
    [InlineData("threads", "-1", "setting 'threads': is -1")]
    [InlineData("device", "\"gpu\"", "setting 'device': is 'gpu'; expected cpu, cuda, cuda:N or auto")]
    [InlineData("device", "null", "not what FineFlow writes there")]
    [InlineData("seed", "1e30", "not what FineFlow writes there")]
    [InlineData("recipe", "{\"name\":\"x\",\"batch_size\":0}", "setting 'batch_size': is 0")]
    [InlineData("recipe", "{\"name\":\"x\",\"schedule\":[{\"first\":0,\"every\":0,\"factor\":1}]}", "setting 'schedule'")]
    [InlineData("recipe", "{\"name\":\"x\",\"schedule\":null}", "not what FineFlow writes there")]
    public void A_manifest_that_was_edited_into_nonsense_is_refused(string field, string value, string problem)
    {
        var run = _small.Train(SmallRun.Request("mean", epochs: 1)).Run;
        var file = Path.Combine(run.Path, "run.json");
        var json = (JsonObject)JsonNode.Parse(File.ReadAllText(file))!;
        json[field] = JsonNode.Parse(value);
        File.WriteAllText(file, json.ToJsonString());

        var message = Refused.By(() => RunFolder.Open(run.Path));

        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\ud800")]
    public void A_manifest_that_is_none_is_refused(string text)
    {
        File.WriteAllText(_folder.File("run.json"), text);

        Assert.StartsWith(_folder.File("run.json"), Refused.By(() => RunFolder.Open(_folder.Path)), StringComparison.Ordinal);
    }
}
