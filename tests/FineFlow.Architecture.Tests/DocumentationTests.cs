using System.Text.RegularExpressions;

namespace FineFlow.Architecture.Tests;

/// <summary>That the pages name files that are there, and show code that compiles.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Paths_of_sources_exist()
    {
        var named = Pages()
            .SelectMany(page => SourcePath().Matches(File.ReadAllText(page)).Select(match => (page, path: match.Value.TrimEnd('.', '/'))))
            .Where(use => !use.path.Contains("NAME", StringComparison.Ordinal))
            .ToList();

        Assert.True(named.Count > 20, $"only {named.Count} paths were found");
        AssertAllExist(named.Select(use => (use.page, Path.Combine(Repository.Root, use.path))));
    }

    [Fact]
    public void Links_lead_to_files() => AssertAllExist(Pages().SelectMany(page => Link().Matches(File.ReadAllText(page))
        .Select(match => match.Groups[1].Value)
        .Where(target => !target.Contains(':', StringComparison.Ordinal))
        .Select(target => (page, Path.Combine(Path.GetDirectoryName(page)!, target)))));

    [Theory]
    [InlineData("README.md", "FineFlow.Quickstart")]
    [InlineData("docs/hosting.md", "FineFlow.WebApp")]
    public void Pages_show_the_samples_that_are_compiled(string page, string sample) => Assert.Contains(
        $"```csharp\n{File.ReadAllText(Path.Combine(Repository.Root, "samples", sample, "Program.cs"))}```",
        File.ReadAllText(Path.Combine(Repository.Root, page)),
        StringComparison.Ordinal);

    [Fact]
    public void Every_threat_names_tests_that_exist()
    {
        var tests = Repository.CSharpFiles("tests").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var rows = File.ReadLines(Path.Combine(Repository.Root, "SECURITY.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => (line, Named: TestName().Matches(line.Split('|')[^2]).Select(match => match.Groups[1].Value).ToList()))
            .ToList();

        Assert.True(rows.Count > 5, $"only {rows.Count} threats were found");
        Assert.All(rows, row => Assert.True(row.Named.Count > 0 && row.Named.All(tests.Contains), row.line));
    }

    [Fact]
    public void Every_block_of_commands_says_whether_it_is_run()
    {
        // sh: run by build/run-docs.sh; console: not run, and the site says so.
        var blocks = Pages().SelectMany(page => Block().Matches(File.ReadAllText(page))
            .Select(match => (Page: Repository.Relative(page), Language: match.Groups[1].Value, Text: match.Groups[2].Value))).ToList();

        Assert.True(blocks.Count > 100, $"only {blocks.Count} blocks were found");
        Assert.All(blocks, block => Assert.True(block.Language != "", $"{block.Page}: a block has no language: {block.Text}"));
        Assert.All(blocks.Where(block => block.Language is not ("sh" or "console")), block => Assert.False(
            Command().IsMatch(block.Text), $"{block.Page}: commands are sh or console, and these are {block.Language}: {block.Text}"));
        var run = blocks.Where(block => block.Language == "sh").Select(block => block.Page);
        Assert.All(run, page => Assert.StartsWith("docs/", page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));

    private static void AssertAllExist(IEnumerable<(string Page, string Path)> named)
    {
        var missing = named
            .Where(use => !Path.Exists(use.Path))
            .Select(use => $"{Repository.Relative(use.Page)}: {Repository.Relative(use.Path)}");
        Assert.True(!missing.Any(), $"missing:\n  {string.Join("\n  ", missing)}");
    }

    [GeneratedRegex(@"\b(src|tests|benchmarks|samples|build)/FineFlow\.[\w./]+")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(fineflow|dotnet|curl|docker|podman|build/|docs/|benchmarks/|FINEFLOW_\w+=)\b", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
