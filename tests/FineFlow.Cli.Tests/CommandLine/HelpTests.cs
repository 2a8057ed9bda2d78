using System.CommandLine;
using System.Text.RegularExpressions;
using FineFlow.Cli.CommandLine.Help;

namespace FineFlow.Cli.Tests.CommandLine;

[Collection(nameof(InProcess))]
public class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandTree.All.Select(one => string.Join(' ', one.Words))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_behind_a_command_and_in_front_of_it_is_the_same(string words)
    {
        string[] path = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var behind = InProcess.Run([.. path, "--help"]);

        Assert.Equal((0, ""), (behind.Code, behind.Error));
        Assert.Contains("Usage:", behind.Out, StringComparison.Ordinal);
        Assert.Equal(behind, InProcess.Run(["help", .. path]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    [Trait(ExpectedFile.Trait, ExpectedFile.File)]
    public void The_help_of_every_command_is_as_expected(string words)
    {
        string[] path = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var help = InProcess.Run([.. path, "--help"]).Out.Replace(RootCommand.ExecutableName, "fineflow", StringComparison.Ordinal);

        ExpectedFile.Matches($"help/{string.Join('-', path.Prepend("fineflow"))}.txt", help);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_is_shown_once_and_many_in_groups(string words)
    {
        var command = CommandTree.All.Single(one => string.Join(' ', one.Words) == words).Command;
        var options = command.Options.Where(option => !option.Hidden && option.Name is not ("--help" or "--version")).ToList();
        var help = InProcess.Run([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Out;

        var shown = Regex.Matches(help, "^  (-.*?)(  |\n)", RegexOptions.Multiline)
            .Select(row => Regex.Match(row.Groups[1].Value, "--[a-z0-9-]+").Value).ToList();
        Assert.Distinct(shown);
        Assert.Equal(options.Select(option => option.Name).Order(), shown.Except(["--help", "--version"]).Order());

        // Of a command with many options, those that every use needs come first and are few.
        var first = Regex.Match(help, "^Options:\n(  .*\n)+", RegexOptions.Multiline).Value;
        Assert.InRange(Regex.Count(first, "^  -", RegexOptions.Multiline), 1, options.Count > 20 ? 10 : 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("data fetch")]
    [InlineData("data import")]
    public void A_group_without_a_command_prints_its_help(string words)
    {
        string[] path = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(InProcess.Run([.. path, "--help"]), InProcess.Run(path));
    }

    [Fact]
    public void The_version_is_told() => Assert.Matches(@"^\d+\.\d+\.\d+", InProcess.Run("--version").Out);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_that_may_be_left_out_says_what_happens_then_and_every_value_has_a_name(string words)
    {
        var command = CommandTree.All.Single(one => string.Join(' ', one.Words) == words).Command;
        foreach (var option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)))
        {
            Assert.False(string.IsNullOrEmpty(option.HelpName), $"{words} {option.Name}: what stands behind it has no name");
            Assert.True(
                option.Required || option.HasDefaultValue || option.Description!.Contains("default", StringComparison.Ordinal),
                $"{words} {option.Name}: '{option.Description}' does not say its default");
        }

        Assert.All(
            command.Options.Where(option => option.Name is not ("--help" or "--version")),
            option => Assert.False(string.IsNullOrEmpty(option.Description)));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description)));
    }

    [Fact]
    public void Every_command_that_reports_has_json()
    {
        string[] without = ["serve", "help", "completions", "man"];
        Assert.All(
            CommandTree.Leaves.Where(leaf => !without.Contains(leaf.Words[^1])),
            leaf => Assert.True(
                leaf.Command.Options.Any(option => option.Name == "--json"), $"{string.Join(' ', leaf.Words)} has no --json"));
    }

    /// <summary>The demo takes minutes, and the fields of <c>doctor</c> depend on the machine.</summary>
    [Fact]
    public void Every_report_has_its_fields_in_a_file_beside_the_end_to_end_tests()
    {
        string[] without = ["serve", "help", "completions", "man", "demo", "doctor"];
        var folder = Path.Combine(ExpectedFile.Folder("FineFlow.EndToEnd.Tests"), "json");
        Assert.All(
            CommandTree.Leaves.Select(leaf => string.Join(' ', leaf.Words)).Except(without),
            words => Assert.True(
                File.Exists(Path.Combine(folder, $"{words.Replace(' ', '-')}.json")),
                $"{words} has no row in tests/FineFlow.EndToEnd.Tests/Reports/JsonShapeTests.cs"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_shows_examples_that_its_own_parser_takes(string words)
    {
        string[] path = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Examples.Of(path) is not { } examples)
        {
            Assert.DoesNotContain(CommandTree.Leaves, leaf => leaf.Words.SequenceEqual(path) && words != "help");
            return;
        }

        Assert.True(File.Exists(Path.Combine(ExpectedFile.Folder("FineFlow.Cli.Tests"), "../../..", examples.Page)), examples.Page);
        foreach (var line in examples.Lines)
        {
            var command = line.Split(["<(", ")", " > "], StringSplitOptions.RemoveEmptyEntries)
                .First(part => part.StartsWith("fineflow", StringComparison.Ordinal));
            var parsed = InProcess.Program.Parse(command["fineflow".Length..].Trim());
            Assert.Empty(parsed.Errors);
            Assert.Empty(parsed.UnmatchedTokens);
            Assert.True(words.Length == 0 || command.StartsWith($"fineflow {path[0]}", StringComparison.Ordinal), line);
        }
    }
}
