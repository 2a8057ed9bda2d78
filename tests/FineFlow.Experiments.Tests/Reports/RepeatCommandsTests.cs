using System.Diagnostics;
using FineFlow.Experiments.Reports;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models.Plgf;
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
                "--threads", "2", "--exact", "--set", "height=32", "--set", "width=32", "--set", "scale_factor=4", "--set", "in_channels=1",
                "--set", "base_channels=128",
                "--set", "context_channels=128", "--set", "growth_rate=32", "--set", "rdb_layers=4", "--set", "pyramid_scales=4",
                "--set", "use_ext=true",
                "--set", "input_transform=log1p", "--set", "scaler_x=1", "--set", "use_film=true", "--set", "use_fusion=true",
                "--set", "use_gate=true", "--set", "loss.lambda=10", "--set", "loss.beta=0.2", "--set", "loss.gamma=1",
                "--set", "loss.detach=false", "--out", "runs/again",
            ],
            words);
    }

    [Fact]
    public void What_is_off_by_default_is_named_where_it_is_on()
    {
        var recipe = Recipe.Common with { Ema = 0.999 };
        var run = Run() with
        {
            Precision = ComputePrecision.Bf16,
            MicroBatch = 4,
            Device = "cuda:1",
            Deterministic = true,
            Recipe = recipe,
        };
        var words = string.Join(' ', Words(RepeatCommands.Train(run, "again")));
        Assert.Contains(
            "--seed 7 --precision bf16 --micro-batch 4 --device cuda:1 --deterministic --threads 2 --exact",
            words,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("it's; rm -rf $HOME `id` \"x\" \\ & | > ~ *")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    public void A_shell_gets_each_name_as_one_word(string name)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "no POSIX shell on this system");
        var words = Words(RepeatCommands.Train(Run() with { DataFolder = name, Options = new NamedOptions { Key = name } }, name));
        Assert.Equal(name, words[2]);
        Assert.Equal($"key={name}", words[Array.IndexOf(words, "in_channels=1") + 2]);
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

    private sealed record NamedOptions : NetworkOptions
    {
        public required string Key { get; init; }
    }

    private static RunManifest Run() => new()
    {
        Model = "plgf",
        Options = new PlgfOptions(),
        Loss = new DualFocal(),
        Recovery = ConservationMode.Exact,
        Recipe = Recipe.Common,
        Data = new() { Manifest = new(), Fingerprint = "f00" },
        DataFolder = "city",
        Seed = 7,
        Threads = 2,
        Versions = new("", "", "", "", ""),
    };
}
