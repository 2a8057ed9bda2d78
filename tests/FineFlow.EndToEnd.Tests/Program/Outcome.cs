using System.Text.Json;

namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>What a program left: its exit code and all that it wrote.</summary>
internal sealed record Outcome(int ExitCode, string Out, string Error)
{
    /// <summary>stdout, which must be one JSON object and nothing else.</summary>
    public JsonElement Json()
    {
        Assert.StartsWith("{", Out, StringComparison.Ordinal);
        Assert.EndsWith("}\n", Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        return JsonDocument.Parse(Out).RootElement;
    }

    /// <summary>The refusal of bad input: exit code 2, nothing on stdout, one line on stderr that contains the words.</summary>
    public void AssertRefused(params string[] words)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}; expected 2. stderr: {Error}");
        Assert.Equal("", Out);
        Assert.StartsWith("fineflow: ", Error, StringComparison.Ordinal);
        Assert.Equal(Error.Length - 1, Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("System.", Error, StringComparison.Ordinal);
    }
}
