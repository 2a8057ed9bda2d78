using System.CommandLine;
using System.Runtime.InteropServices;
using FineFlow.Cli.CommandLine.Help;
using FineFlow.Core;
using FineFlow.Torch.Training.Processes;

namespace FineFlow.Cli.CommandLine;

/// <summary>A program that <c>mpirun</c> started as several processes.</summary>
internal static class SeveralProcesses
{
    /// <summary>
    /// Asks all processes to stop, when it is sent to mpirun: of all signals mpirun passes this one on at once, and then kills nobody.
    /// SIGUSR1, which is 10 on Linux.
    /// </summary>
    public const PosixSignal Stop = (PosixSignal)10;

    /// <summary>The commands whose work several processes share.</summary>
    private static readonly string[] Sharing = ["train"];

    /// <summary>Time in which mpirun ends all processes once the first has failed.</summary>
    private static readonly TimeSpan OthersEnd = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Keeps codes for terminals out of the output: mpirun reads it through a pseudoterminal and passes it on to whatever it may be.
    /// </summary>
    public static void UsePlainOutput()
    {
        if (Environment.GetEnvironmentVariable(LaunchedProcess.SizeVariable) is not null)
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");
        }
    }

    /// <summary>Refuses to run a command several times over that does not share its work.</summary>
    /// <exception cref="BadInputException">The command runs in one process, and mpirun started several.</exception>
    public static void Check(ParseResult parsed, LaunchedProcess launched)
    {
        var command = parsed.CommandResult.Command;
        var works = command.Action is not null && parsed.Action is not HelpWithExamples;
        if (launched.Size > 1 && works && !Sharing.Contains(command.Name))
        {
            throw new BadInputException(
                $"command {command.Name}",
                $"runs in one process, but mpirun started {launched.Size}; only {string.Join(" and ", Sharing)} shares its work");
        }
    }

    /// <summary>
    /// Returns what a process says of its failure. A failure of all is told once, by the first process: the others wait, and mpirun ends
    /// them in the meantime.
    /// </summary>
    public static string InTurn(string failure)
    {
        if (LaunchedProcess.CurrentRank == 0)
        {
            return failure;
        }

        Thread.Sleep(OthersEnd);
        return $"process {LaunchedProcess.CurrentRank}: {failure}";
    }
}
