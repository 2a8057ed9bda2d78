using System.CommandLine;

namespace FineFlow.Cli.Tests.CommandLine;

/// <summary>All commands of the program, so that a new one is tested by existing.</summary>
internal static class CommandTree
{
    /// <summary>Every command with the words that lead to it; the first is the program itself.</summary>
    public static IReadOnlyList<(string[] Words, Command Command)> All { get; } = [.. Under([], InProcess.Program)];

    /// <summary>The commands that do something.</summary>
    public static IEnumerable<(string[] Words, Command Command)> Leaves =>
        All.Where(one => one.Command.Subcommands.Count == 0 || (one.Words.Length > 0 && one.Command.Action is not null));

    private static IEnumerable<(string[] Words, Command Command)> Under(string[] words, Command command) =>
        command.Subcommands.SelectMany(child => Under([.. words, child.Name], child)).Prepend((words, command));
}
