using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace FineFlow.Cli.CommandLine.Help;

/// <summary>The library's help, its options in groups, and examples below it.</summary>
/// <param name="help">The library's own action.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Puts it in the place of the library's own action, for all commands of a program.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        IReadOnlyList<string> command = [.. WordsOf(parseResult.CommandResult)];
        var output = parseResult.InvocationConfiguration.Output;
        var (code, text) = Captured(parseResult);
        output.Write(OptionGroups.Arrange(command, text));
        if (Examples.Of(command) is not { } examples)
        {
            return code;
        }

        output.WriteLine("Examples:");
        foreach (var line in examples.Lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine($"More: {examples.Page}");
        return code;
    }

    private (int Code, string Text) Captured(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        try
        {
            return (help.Invoke(parseResult), text.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            configuration.Output = output;
        }
    }

    private static IEnumerable<string> WordsOf(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. WordsOf(parent), command.Command.Name] : [];
}
