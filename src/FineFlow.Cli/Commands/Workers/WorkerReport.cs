using FineFlow.Cli.Terminal;
using FineFlow.Core.Workers;

namespace FineFlow.Cli.Commands.Workers;

/// <summary>How far planned work is, in words.</summary>
internal static class WorkerReport
{
    /// <summary>Returns how many tasks are in which state, such as "3 free, 1 finished".</summary>
    public static string Counts(IEnumerable<TaskState> states) => string.Join(", ", states
        .CountBy(state => state)
        .OrderBy(pair => pair.Key)
        .Select(pair => Invariant($"{pair.Value} {pair.Key.ToString().ToLowerInvariant()}")));

    /// <summary>Returns how many tasks have ended, such as "1 of 4 trainings are finished".</summary>
    public static string Finished(IReadOnlyList<TaskState> states, string tasks)
    {
        var diverged = states.Count(state => state == TaskState.Diverged);
        return Invariant($"{states.Count(state => state == TaskState.Finished)} of {states.Count} {tasks} are finished")
            + (diverged > 0 ? Invariant($", {diverged} have diverged") : "");
    }

    /// <summary>Returns the commands that follow a plan, a line each.</summary>
    /// <param name="command">The command that planned, such as "experiment".</param>
    /// <param name="folder">The plan's folder.</param>
    /// <param name="script">The script for Slurm; null without one.</param>
    /// <param name="work">What the processes do, a word of five letters, and what they read.</param>
    /// <param name="collected">What stands behind the folder of the command that collects, with a blank before; empty for nothing.</param>
    public static IEnumerable<string> Next(
        string command, string folder, string? script, (string Verb, string Input) work, string collected) =>
    [
        script is null
            ? $"{work.Verb}: fineflow {command} run {folder}   "
                + $"(as many at once as you like, on any machine that sees {folder} and the {work.Input})"
            : $"{work.Verb}: sbatch {script}",
        $"look:  fineflow {command} status {folder}",
        $"end:   fineflow {command} collect {folder}{collected}",
    ];

    /// <summary>Returns what a command that has worked on a plan exits with.</summary>
    public static int ExitCode(bool isStopped, bool hasFailures) =>
        isStopped ? ExitCodes.Interrupted : hasFailures ? ExitCodes.CheckFailed : ExitCodes.Done;
}
