using System.CommandLine;
using System.CommandLine.Parsing;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training.Processes;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.CommandLine;

/// <summary>Runs the command that the arguments name and turns failures into one line and an exit code.</summary>
internal static class CommandRunner
{
    private const string TraceVariable = "FINEFLOW_TRACE";

    // Without this, an argument that begins with @ would be read as a file of arguments.
    private static readonly ParserConfiguration NoResponseFiles = new() { ResponseFileTokenReplacer = null };

    public static int Run(RootCommand root, string[] args)
    {
        SeveralProcesses.UsePlainOutput();
        var parsed = root.Parse(args, NoResponseFiles);
        if (IsBareGroup(parsed))
        {
            parsed = root.Parse([.. args, "--help"], NoResponseFiles);
        }

        if (UsageMistake.In(parsed, args) is { } mistake)
        {
            return Fail(mistake, ExitCodes.BadInput);
        }

        try
        {
            SeveralProcesses.Check(parsed, LaunchedProcess.Current);
            using var libtorch = LibtorchOption.Obey(parsed);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (BadInputException bad)
        {
            return Fail(OptionHint.Of(bad, parsed.CommandResult.Command), ExitCodes.BadInput);
        }
        catch (TrainingDivergedException diverged)
        {
            return Fail(diverged.Message, ExitCodes.CheckFailed);
        }
        catch (OperationCanceledException)
        {
            Output.Note("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception lack) when (OutOfMemory.Is(lack))
        {
            return Fail(
                "memory: there is not enough for this; smaller tiles (predict --tile), batches (train --micro-batch) or models "
                    + "are expected, or more memory",
                ExitCodes.BadInput);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk or a file system that fails may do so at any use of a file, and is no bug of the program's.
            return Fail($"a file or folder cannot be used: {failure.Message.ReplaceLineEndings(" ")}", ExitCodes.BadInput);
        }
        catch (Exception bug)
        {
            return ReportBug(bug);
        }
    }

    /// <summary>Whether the words name a group of commands and none in it, as <c>fineflow</c> and <c>fineflow data</c> do.</summary>
    private static bool IsBareGroup(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.Tokens.All(token => token.Type == TokenType.Command);

    private static int Fail(string message, int exitCode)
    {
        Output.Error(SeveralProcesses.InTurn(message));
        return exitCode;
    }

    /// <summary>Reports a failure that nobody foresaw: in one line, and with the whole trace where it is asked for.</summary>
    private static int ReportBug(Exception bug)
    {
        var traced = Environment.GetEnvironmentVariable(TraceVariable) == "1";
        var advice = traced ? "the trace follows" : $"please report it with the trace that {TraceVariable}=1 shows";
        var exitCode = Fail($"unforeseen {bug.GetType().Name}: {bug.Message.Split('\n')[0].Trim()} ({advice})", ExitCodes.Bug);
        if (traced)
        {
            Output.Note(bug.ToString());
        }

        return exitCode;
    }
}
