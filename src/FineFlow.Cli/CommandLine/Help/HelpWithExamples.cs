using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace FineFlow.Cli.CommandLine.Help;

/// <summary>The library's help, and examples below it.</summary>
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
        var code = help.Invoke(parseResult);
        if (Examples.Of(WordsOf(parseResult.CommandResult)) is not { } examples)
        {
            return code;
        }

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in examples.Lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine($"More: {examples.Page}");
        return code;
    }

    private static IEnumerable<string> WordsOf(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. WordsOf(parent), command.Command.Name] : [];
}
