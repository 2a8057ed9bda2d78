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

    /// <summary>Returns what a command that has worked on a plan exits with.</summary>
    public static int ExitCode(bool isStopped, bool hasFailures) =>
        isStopped ? ExitCodes.Interrupted : hasFailures ? ExitCodes.CheckFailed : ExitCodes.Done;
}
