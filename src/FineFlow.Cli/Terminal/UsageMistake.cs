using System.CommandLine;
using System.CommandLine.Parsing;

namespace FineFlow.Cli.Terminal;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageMistake
{
    /// <summary>The first mistake and where to read on; null where there is none.</summary>
    public static string? In(ParseResult parsed) => Find(parsed) is { } mistake ? $"{mistake} (see {Path(parsed.CommandResult)} --help)" : null;

    private static string? Find(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Value.Length == 0))
        {
            return "an argument is empty";
        }

        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        // The parser's first error would be that a command is missing, also where one is misspelt.
        if (parsed.UnmatchedTokens is [var stranger, ..])
        {
            return $"unknown command, option or argument '{stranger}'";
        }

        return parsed.CommandResult.Command.Subcommands is { Count: > 0 } commands
            ? $"a command is expected: {string.Join(", ", commands.Select(command => command.Name))}"
            : parsed.Errors[0].Message.TrimEnd('.');
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
