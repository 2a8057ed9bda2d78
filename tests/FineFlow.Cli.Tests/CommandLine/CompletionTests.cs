using System.Diagnostics;
using FineFlow.Torch.Models;

namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public class CompletionTests
{
    [Theory]
    [InlineData("tra", "train")]
    [InlineData("data f", "fetch")]
    [InlineData("train --mod", "--model")]
    [InlineData("train --model pl", "plgf")]
    [InlineData("train --model plgf --loss dual", "dualfocal")]
    [InlineData("train --optimizer a", "adam", "adamw")]
    [InlineData("models urban", "urbanfm", "urbanode", "urbanpy")]
    [InlineData("experiment over", "overall")]
    [InlineData("completions ", "bash", "fish", "pwsh", "zsh")]
    public void What_was_begun_is_completed(string begun, params string[] words) =>
        Assert.All(words, word => Assert.Contains(word, Offered(begun)));

    [Fact]
    public void Every_model_is_offered_for_train() =>
        Assert.All(ModelCatalog.All, model => Assert.Contains(model.Name, Offered("train --model ")));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void A_script_asks_the_program(string shell) =>
        Assert.Contains("[suggest:", InProcess.Run("completions", shell).Out, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_shell_is_refused() =>
        Assert.Contains("did you mean 'bash'?", InProcess.Refusal("completions", "bahs"), StringComparison.Ordinal);

    [Fact]
    public void Bash_reads_the_script_and_offers_what_the_program_says()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash");
        var script = InProcess.Run("completions", "bash").Out;
        var line = "fineflow train --mod";
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", $$"""
            fineflow() { echo --model; echo --momentum; }
            {{script}}
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=(fineflow train --mod) COMP_CWORD=2
            _fineflow
            echo "${COMPREPLY[@]}"
            """])
        { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;

        Assert.Equal("--model\n", bash.StandardOutput.ReadToEnd());
    }

    private static string[] Offered(string begun) =>
        InProcess.Run($"[suggest:{InProcess.Program.Name.Length + 1 + begun.Length}]", $"{InProcess.Program.Name} {begun}").Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
