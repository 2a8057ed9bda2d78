using FineFlow.AspNetCore.Pages;
using FineFlow.Core.Formats;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary><c>export</c>, and <c>predict --model</c> with the file that it writes.</summary>
public sealed class ExportTests : IClassFixture<ExportTests.Model>, IDisposable
{
    private readonly TrainedRun _trained;
    private readonly Model _model;
    private readonly TemporaryFolder _folder = new();

    public ExportTests(TrainedRun trained, Model model) => (_trained, _model) = (trained, model);

    private string Output => _folder.File("Y.npy");

    [Fact]
    public void An_exported_model_predicts_the_maps_of_its_run()
    {
        Fineflow.RunWell(["predict", _trained.Run, .. Inputs(Output)]);
        var ours = NpyReader.ReadSingle(Output).Values;
        var outcome = Fineflow.RunWell(["predict", "--model", _model.File, .. Inputs(Output)]);
        var theirs = NpyReader.ReadSingle(Output).Values;

        Assert.Contains("plgf: 8 fine maps", outcome.Out, StringComparison.Ordinal);
        Assert.Equal(0, ours.Zip(theirs, (one, other) => Math.Abs(one - other)).Max(), 1e-4f * ours.Max());
        Assert.NotEqual(0, ours.Max());
    }

    [Fact]
    public void Whole_counts_of_an_exported_model_add_up_exactly()
    {
        var report = Fineflow.RunWell(["predict", "--model", _model.File, "--integers", "--json", .. Inputs(Output)]).Json();

        Assert.Equal(0, report.GetProperty("max_conservation_error").GetDouble());
        Assert.True(report.GetProperty("integers").GetBoolean());
    }

    /// <summary>The dynamic linker itself says which libraries a process loads.</summary>
    [Fact]
    public void Predicting_with_an_exported_model_loads_no_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux' linker lists what it loads (LD_DEBUG)");

        var exported = Loaded("exported", "--model", _model.File);
        Assert.Contains("libonnxruntime", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", exported, StringComparison.OrdinalIgnoreCase);

        Assert.Contains("libtorch", Loaded("run", _trained.Run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--exact", "options --exact and --project: are of a RUN")]
    [InlineData("--project", "options --exact and --project: are of a RUN")]
    [InlineData("--libtorch lib", "option --libtorch: is of a RUN")]
    [InlineData("--tile 4x4", "option --tile: is of a RUN")]
    [InlineData("--device cuda", "option --device: is cuda")]
    [InlineData("--quantiles 0.1,0.9", "options --estimate, --quantiles and --draws: are of a RUN")]
    [InlineData("--estimate mae", "options --estimate, --quantiles and --draws: are of a RUN")]
    [InlineData("--below 5", "option --below")]
    public void Options_that_need_a_bundle_are_refused(string option, string expected)
    {
        Fineflow.Run(["predict", "--model", _model.File, .. Inputs(Output), .. option.Split(' ')]).AssertRefused(expected);
        Assert.False(File.Exists(Output));
    }

    [Fact]
    public void Inputs_are_checked_as_those_of_the_run()
    {
        string[] line = ["--input", _trained.File("test", "X.npy"), "--output", Output];
        var refusal = Fineflow.Run(["predict", _trained.Run, .. line]);
        var exported = Fineflow.Run(["predict", "--model", _model.File, .. line]);

        refusal.AssertRefused("has no external factors", "(option --ext)");
        Assert.Equal(refusal.Error, exported.Error);
    }

    [Fact]
    public void A_run_and_an_exported_model_exclude_one_another() => Fineflow
        .Run(["predict", _trained.Run, "--model", _model.File, .. Inputs(Output)])
        .AssertRefused("RUN and option --model: one of them is expected");

    [Fact]
    public void An_exported_model_in_the_place_of_a_run_is_told_where_it_belongs() => Fineflow
        .Run(["predict", _model.File, .. Inputs(Output)])
        .AssertRefused("plgf.onnx: is an exported model; expected --model before it");

    [Fact]
    public void Only_files_of_the_ending_are_written() => Fineflow
        .Run("export", _trained.Run, "--output", _folder.File("model.pt"))
        .AssertRefused("option --output", "the ending .onnx or .html is expected");

    [Fact]
    public void A_page_is_one_file_with_the_model_and_its_data()
    {
        Assert.SkipUnless(DashboardFiles.AreBuilt, "needs the dashboard, which is built where Node.js is installed");
        var page = _folder.File("page.html");

        var outcome = Fineflow.RunWell("export", _trained.Run, "--output", page, "--data", _trained.Data, "--slots", "3");

        Assert.Contains("with 3 slots", outcome.Out, StringComparison.Ordinal);
        var text = File.ReadAllText(page);
        Assert.Contains("\"frames\":3,", text, StringComparison.Ordinal);
        Assert.Contains("data-file=\"model.onnx\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page.html", "option --data: is missing; a page shows the maps of a dataset folder")]
    [InlineData("page.html --data nosuch", "nosuch: no such folder")]
    [InlineData("page.html --data DATA --slots 0", "option --slots: is 0; at least 1 is expected")]
    [InlineData("model.onnx --data DATA", "option --data: is of a page")]
    [InlineData("model.onnx --slots 3", "option --slots: is of a page")]
    public void What_does_not_make_a_page_is_refused(string line, string expected)
    {
        Assert.SkipUnless(DashboardFiles.AreBuilt, "needs the dashboard, which is built where Node.js is installed");
        var words = line.Replace("DATA", _trained.Data, StringComparison.Ordinal).Split(' ');
        Fineflow.Run(["export", _trained.Run, "--output", _folder.File(words[0]), .. words[1..]]).AssertRefused(expected);
        Assert.False(File.Exists(_folder.File(words[0])));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Inputs(string output) =>
        ["--input", _trained.File("test", "X.npy"), "--ext", _trained.File("test", "ext.npy"), "--output", output];

    private string Loaded(string name, params string[] model)
    {
        var environment = new Dictionary<string, string?> { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = _folder.File(name) };
        var outcome = Fineflow.RunProgram(Fineflow.Path, environment, ["predict", .. model, .. Inputs(Output)]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return string.Concat(Directory.EnumerateFiles(_folder.Path, $"{name}.*").Select(File.ReadAllText));
    }

    /// <summary>The trained run, exported once.</summary>
    public sealed class Model : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Model(TrainedRun trained) => Fineflow.RunWell("export", trained.Run, "--output", File);

        public string File => _folder.File("plgf.onnx");

        public void Dispose() => _folder.Dispose();
    }
}
