using System.CommandLine;
using System.CommandLine.Parsing;
using FineFlow.Cli.CommandLine.Help;
using FineFlow.Core;

namespace FineFlow.Cli.CommandLine;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageMistake
{
    /// <summary>The first mistake and where to read on; null where there is none.</summary>
    public static string? In(ParseResult parsed, IReadOnlyList<string> arguments) =>
        Find(parsed, arguments) is { } mistake ? $"{mistake} (see {Path(parsed.CommandResult)} --help)" : null;

    private static string? Find(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (parsed.Tokens.Any(token => token.Value.Length == 0))
        {
            return "an argument is empty";
        }

        // A shell asks what could follow an unfinished line.
        if (parsed.Tokens is [{ Type: TokenType.Directive }, ..])
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var stranger = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        if (stranger is not null && !IsOption(stranger) && command.Subcommands.Count > 0)
        {
            return $"unknown command '{stranger}'{Question(NearestCommand(stranger, parsed))}";
        }

        if (parsed.Action is HelpWithExamples)
        {
            return null;
        }

        // The parser's first error would be that something is missing, also where it is there and misspelt.
        if ((UnknownOption(parsed, arguments) ?? stranger) is { } unknown)
        {
            return IsOption(unknown)
                ? $"unknown option '{unknown}'{Question(NearestOption(unknown, parsed))}"
                : $"unexpected argument '{unknown}'";
        }

        return parsed.Errors.Count > 0 ? parsed.Errors[0].Message.TrimEnd('.') : null;
    }

    /// <summary>
    /// The first word that looks like an option and was taken for something else: for an argument, or for the value of an option before
    /// it. What stands behind <c>--</c> or <c>=</c> is meant as it is.
    /// </summary>
    private static string? UnknownOption(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var plain = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument)
            .FirstOrDefault(token => plain.Contains(token)
                ? IsOption(token.Value)
                : IsLongOption(token.Value) && arguments.Contains(token.Value))
            ?.Value;
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static bool IsLongOption(string word) => word.Length > 2 && word.StartsWith("--", StringComparison.Ordinal);

    private static string? NearestOption(string word, ParseResult parsed)
    {
        var everywhere = parsed.RootCommandResult.Command.Options.Where(option => option.Recursive);
        var names = parsed.CommandResult.Command.Options.Concat(everywhere).Select(option => option.Name.TrimStart('-'));
        return NearestName.Of(word.TrimStart('-').Split('=')[0], names) is { } near ? $"--{near}" : null;
    }

    /// <summary>A command of the one that was begun, or else any, by all its words.</summary>
    private static string? NearestCommand(string word, ParseResult parsed)
    {
        var here = Under(parsed.CommandResult.Command, Path(parsed.CommandResult));
        var all = Under(parsed.RootCommandResult.Command, Path(parsed.RootCommandResult));
        return Nearest(word, here) ?? Nearest(word, all);
    }

    private static string? Nearest(string word, IEnumerable<(string Name, string Path)> commands)
    {
        var known = commands.ToList();
        return NearestName.Of(word, known.Select(command => command.Name)) is { } near
            ? known.First(command => command.Name == near).Path
            : null;
    }

    private static IEnumerable<(string Name, string Path)> Under(Command command, string path) => command.Subcommands
        .Select(child => (child.Name, Path: $"{path} {child.Name}"))
        .Concat(command.Subcommands.SelectMany(child => Under(child, $"{path} {child.Name}")));

    private static string Question(string? near) => near is null ? "" : $"; did you mean {near}?";

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
