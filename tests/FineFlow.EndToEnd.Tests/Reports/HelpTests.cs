using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public class HelpTests
{
    [Theory]
    [InlineData(
        "", "help", "demo", "data", "train", "evaluate", "compare", "report", "predict", "models", "import-weights", "experiment",
        "parity", "bench", "doctor", "--version")]
    [InlineData("data", "inspect", "doctor", "synth", "split", "fetch", "import")]
    [InlineData("data synth", "--preset", "taxibj-p1", "--seed", "--out", "--overwrite", "--png", "--json")]
    [InlineData("data inspect", "DIR", "--strict", "--png", "--json")]
    [InlineData("data doctor", "DIR", "--png", "--json")]
    [InlineData("data split", "DIR", "--ratio", "--out", "--overwrite", "--json")]
    [InlineData("data fetch taxibj", "--task", "--from", "--out", "--json")]
    [InlineData("data import taxibj", "SOURCE", "--task", "--ratio", "--out", "--overwrite", "--strict", "--json")]
    [InlineData(
        "train", "--data", "--out", "--model", "--loss", "--recipe", "--epochs", "--batch-size", "--learning-rate", "--patience",
        "--seed", "--set", "--resume", "--exact", "--project", "--threads", "--strict", "--json")]
    [InlineData("evaluate", "RUN", "--data", "--split", "--exact", "--project", "--threads", "--strict", "--json")]
    [InlineData("compare", "RUN", "--data", "--split", "--out", "--threads", "--strict", "--json")]
    [InlineData("report", "RUN", "--data", "--out", "--threads", "--json")]
    [InlineData(
        "predict", "RUN", "--input", "--ext", "--time", "--output", "--slot", "--tile", "--overlap", "--integers", "--exact", "--project",
        "--threads", "--json")]
    [InlineData("models", "NAME", "--json")]
    [InlineData("import-weights", "WEIGHTS.safetensors", "--model", "--out", "--set", "--json")]
    [InlineData(
        "experiment", "NAME", "--data", "--out", "--budget", "--seeds", "--epochs", "--models", "--threads", "--strict", "--jobs", "--json",
        "plan", "run", "status", "collect")]
    [InlineData("experiment plan", "NAME", "--data", "--out", "--slurm", "--cpus", "--time", "--partition", "--json")]
    [InlineData("experiment run", "DIR", "--task", "--jobs", "--expiry", "--stop-with-input")]
    [InlineData("continual", "--data", "--out", "--strategy", "--seeds", "--jobs", "--json", "plan", "run", "status", "collect")]
    [InlineData("continual plan", "--data", "--out", "--strategy", "--seeds", "--slurm", "--cpus", "--time", "--partition", "--json")]
    [InlineData("continual run", "DIR", "--task", "--jobs", "--expiry", "--stop-with-input", "--json")]
    [InlineData("data grid", "FILE", "--kind", "--out", "--box", "--json", "plan", "run", "status", "collect")]
    [InlineData("data grid plan", "FILE", "--kind", "--out", "--parts", "--slurm", "--time-limit", "--box", "--json")]
    [InlineData("data grid run", "DIR", "--task", "--expiry", "--memory", "--threads", "--json")]
    [InlineData("parity", "CASE_DIR", "--json")]
    [InlineData("bench", "--models", "--batch", "--threads", "--mode", "--seconds", "--set", "--profile", "--json")]
    [InlineData("doctor", "--json")]
    [InlineData("demo", "--out", "--json")]
    public void The_help_of_a_command_names_all_that_it_takes(string command, params string[] words)
    {
        var help = Fineflow.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.All(words, word => Assert.Matches($@"(?m)^ .*{word}\b", help.Out));
    }

    [Fact]
    public void The_bare_program_prints_its_help_and_a_version_on_request()
    {
        var help = Fineflow.RunWell();

        Assert.Equal(Fineflow.RunWell("--help"), help);
        Assert.Equal(help, Fineflow.RunWell("help"));
        Assert.Equal("", help.Error);
        Assert.Matches(@"^\d+\.\d+\.\d+", Fineflow.RunWell("--version").Out);
    }
}
