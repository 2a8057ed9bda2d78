using System.CommandLine;
using FineFlow.Cli.CommandLine;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow help COMMAND</c>: shows the help of a command, like its <c>--help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var names = new Argument<string[]>("COMMAND")
        {
            Description = "the command, as data grid (default: all commands)",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("help", "Show the help of a command.") { names };
        command.SetAction(parsed => CommandRunner.Run(root, [.. parsed.GetValue(names) ?? [], "--help"]));
        return command;
    }
}
