using System.Diagnostics;
using System.Text.Json.Nodes;
using FineFlow.Experiments.Reports;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Tests.Reports;

public class RepeatCommandsTests
{
    [Fact]
    public void Every_setting_is_named()
    {
        var words = Words(RepeatCommands.Train(Run(), "runs/again"));
        Assert.Equal(
            [
                "train", "--data", "city", "--model", "plgf", "--loss", "dualfocal", "--recipe", "common", "--epochs", "100",
                "--batch-size", "20", "--learning-rate", "0.0003", "--patience", "20", "--seed", "7", "--precision", "fp32",
                "--threads", "2", "--exact", "--set", "use_ext=true",
                "--set", "input_transform=log1p", "--set", "loss.beta=0.2", "--out", "runs/again",
            ],
            words);
    }

    [Fact]
    public void What_is_off_by_default_is_named_where_it_is_on()
    {
        var recipe = Recipe.Common with { Ema = 0.999 };
        var run = Run() with { Precision = ComputePrecision.Bf16, MicroBatch = 4, Device = "cuda:1", Recipe = recipe };
        var words = string.Join(' ', Words(RepeatCommands.Train(run, "again")));
        Assert.Contains("--seed 7 --precision bf16 --micro-batch 4 --device cuda:1 --threads 2 --exact", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("it's; rm -rf $HOME `id` \"x\" \\ & | > ~ *")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    public void A_shell_gets_each_name_as_one_word(string name)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "no POSIX shell on this system");
        var words = Words(RepeatCommands.Train(Run() with { DataFolder = name, Options = new JsonObject { ["key"] = name } }, name));
        Assert.Equal(name, words[2]);
        Assert.Equal($"key={name}", words[Array.IndexOf(words, "--set") + 1]);
        Assert.Equal(name, words[^1]);
        var evaluate = RepeatCommands.Evaluate(Run() with { DataFolder = name }, name);
        Assert.Equal(["evaluate", name, "--data", name, "--split", "test"], Words(evaluate));
    }

    /// <summary>The arguments that the program would get from a shell.</summary>
    private static string[] Words(string command)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "no POSIX shell on this system");
        var printed = $"fineflow() {{ printf '%s\\0' \"$@\"; }}\n{command}";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", printed]) { RedirectStandardOutput = true })!;
        var words = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return words.Split('\0')[..^1];
    }

    private static RunManifest Run() => new()
    {
        Format = 1,
        Model = "plgf",
        Options = new JsonObject { ["use_ext"] = true, ["input_transform"] = "log1p", ["out_channels"] = null },
        Loss = "dualfocal",
        LossOptions = new JsonObject { ["beta"] = 0.2 },
        Recovery = ConservationMode.Exact,
        Recipe = Recipe.Common,
        Data = new() { Manifest = new(), Fingerprint = "f00" },
        DataFolder = "city",
        Seed = 7,
        Threads = 2,
        Versions = new("", "", "", "", ""),
    };
}
