using System.CommandLine;
using FineFlow.Core;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Terminal;

/// <summary>Runs the command that the arguments name and turns failures into one line and an exit code.</summary>
internal static class CommandRunner
{
    public static int Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Output.Error($"{parsed.Errors[0].Message} (see {Usage(parsed)} --help)");
            return ExitCodes.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (BadInputException bad)
        {
            Output.Error(bad.Message);
            return ExitCodes.BadInput;
        }
        catch (TrainingDivergedException diverged)
        {
            Output.Error(diverged.Message);
            return ExitCodes.CheckFailed;
        }
        catch (OperationCanceledException)
        {
            Output.Note("interrupted");
            return ExitCodes.Interrupted;
        }
    }

    private static string Usage(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
