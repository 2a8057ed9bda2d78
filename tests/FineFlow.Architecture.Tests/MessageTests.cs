using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FineFlow.Architecture.Tests;

/// <summary>
/// Messages of libraries name properties and files, since their callers may be programs; the command line names its options.
/// </summary>
public sealed partial class MessageTests
{
    /// <summary>Files that write commands for a shell.</summary>
    private static readonly string[] WritingCommands =
        ["src/FineFlow.Experiments/Reports/RepeatCommands.cs", "src/FineFlow.Experiments/Views/ExperimentDocument.cs"];

    /// <summary>Files that address the person that starts the server: the help of its options.</summary>
    private static readonly string[] WritingForOperators = ["src/FineFlow.Host/ServeOptions.cs"];

    [Fact]
    public void No_text_of_a_library_names_an_option_of_the_command_line()
    {
        var offenders = Repository.CSharpFiles("src")
            .Select(path => (Path: Repository.Relative(path), Text: File.ReadAllText(path)))
            .Where(file => !file.Path.StartsWith("src/FineFlow.Cli/", StringComparison.Ordinal) && !WritingCommands.Contains(file.Path))
            .Where(file => !WritingForOperators.Contains(file.Path))
            .SelectMany(file => Options(file.Text).Select(option => $"{file.Path}: {option}"))
            .ToList();

        Assert.True(offenders.Count == 0, $"{offenders.Count} options are named:\n  {string.Join("\n  ", offenders)}");
    }

    [Theory]
    [InlineData("""_ = "choose another --out";""", "--out")]
    [InlineData("""_ = $"is {1}; see --tile";""", "--tile")]
    [InlineData("""_ = @"(--x)";""", "--x")]
    [InlineData("// --out")]
    [InlineData("""_ = $"{i--} of a--b, -- and --> ";""")]
    public void An_option_is_seen_in_texts_alone(string code, params string[] options) => Assert.Equal(options, Options(code));

    /// <summary>
    /// Returns the options in the texts of a source. Raw texts of several lines are left out: they are style sheets and queries.
    /// </summary>
    private static IEnumerable<string> Options(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken))
        .SelectMany(token => Option().Matches(token.Text).Select(match => match.Value));

    [GeneratedRegex(@"(?<![\w-])--[a-z][\w-]*")]
    private static partial Regex Option();
}
