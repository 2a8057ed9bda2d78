using System.CommandLine;
using System.Text;

namespace FineFlow.Cli.CommandLine.Help;

/// <summary>A page of the manual (<c>man fineflow-train</c>), in the macros of man(7), from what a command declares.</summary>
internal static class ManualPage
{
    /// <summary>Returns the pages of a program by their file names.</summary>
    public static IEnumerable<(string File, string Text)> All(RootCommand root) => Of(root, []);

    private static IEnumerable<(string File, string Text)> Of(Command command, string[] words)
    {
        string[] name = ["fineflow", .. words];
        yield return ($"{string.Join('-', name)}.1", Text(command, name));
        foreach (var page in Shown(command.Subcommands).SelectMany(child => Of(child, [.. words, child.Name])))
        {
            yield return page;
        }
    }

    private static string Text(Command command, string[] name)
    {
        var page = new StringBuilder();
        var version = typeof(ManualPage).Assembly.GetName().Version!.ToString(3);
        page.Append(Invariant($".TH {string.Join('-', name).ToUpperInvariant()} 1 \"\" \"FineFlow {version}\"\n"));
        Section(page, "NAME", $"{string.Join('-', name)} - {command.Description}");
        Section(page, "SYNOPSIS", string.Join(' ', [.. name, .. Parts(command)]));
        List(page, ".SH COMMANDS", Shown(command.Subcommands).Select(child => (child.Name, child.Description)));
        List(page, ".SH ARGUMENTS", Shown(command.Arguments).Select(argument => (argument.Name, argument.Description)));
        foreach (var (title, options) in OptionGroups.Of(name.Skip(1), [.. Shown(command.Options)], option => option.Name))
        {
            List(
                page, title is null ? ".SH OPTIONS" : $".SS {title}",
                options.Select(option => (NamesOf(option), option.Description)));
        }

        if (Examples.Of(name.Skip(1)) is { } examples)
        {
            Section(page, "EXAMPLES", [.. examples.Lines]);
            Section(page, "SEE ALSO", examples.Page);
        }

        return page.ToString();
    }

    private static IEnumerable<string> Parts(Command command)
    {
        if (command.Subcommands.Count > 0)
        {
            yield return "COMMAND";
        }

        foreach (var argument in Shown(command.Arguments))
        {
            yield return argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;
        }

        foreach (var option in Shown(command.Options).Where(option => option.Required))
        {
            yield return NamesOf(option);
        }

        yield return "[options]";
    }

    private static string NamesOf(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    private static IEnumerable<T> Shown<T>(IEnumerable<T> symbols)
        where T : Symbol => symbols.Where(symbol => !symbol.Hidden);

    private static void List(StringBuilder page, string heading, IEnumerable<(string Name, string? Text)> entries)
    {
        foreach (var (index, (name, text)) in entries.Index())
        {
            page.Append(index == 0 ? $"{heading}\n" : "");
            page.Append(Invariant($".TP\n.B {Escape(name)}\n{Escape(text ?? "")}\n"));
        }
    }

    private static void Section(StringBuilder page, string title, params string[] lines) =>
        page.Append(Invariant($".SH {title}\n{string.Join("\n.br\n", lines.Select(Escape))}\n"));

    /// <summary>A backslash begins an escape, a point or quote at a line's start a macro, and a bare minus may become a hyphen.</summary>
    private static string Escape(string text)
    {
        var line = text.ReplaceLineEndings(" ")
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
        return line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{line}" : line;
    }
}
