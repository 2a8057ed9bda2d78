using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core;
using FineFlow.Core.Workers;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment run</c>: trains what is planned in a folder, beside other processes that do the same.</summary>
internal static class RunCommand
{
    private static readonly Option<int?> Task = NumberOption.Whole(
        "--task", "N", "train this one only, by its number in the plan (default: the next free one, until none is left)");
    private static readonly Option<bool> StopWithInput = new("--stop-with-input")
    {
        Description = "save and stop when standard input ends, as it does when the program that started this one has ended",
    };

    public static Command Create()
    {
        var command = new Command("run", "Train what is planned in a folder, beside other processes that do the same.")
        {
            ExperimentOptions.Folder, Task, ExperimentOptions.Jobs, CommonOptions.Expiry, StopWithInput, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (folder, jobs, expiry) = (
            parsed.GetRequiredValue(ExperimentOptions.Folder), ExperimentOptions.JobsOf(parsed), CommonOptions.ExpiryOf(parsed));
        var list = PlanFile.Read(folder);
        if (jobs > 1 && parsed.GetValue(Task) is not null)
        {
            throw new BadInputException("options --task and --jobs", "exclude one another");
        }

        NativeLibraries.Require(list.Threads);
        using var interruption = new Interruption();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        if (parsed.GetValue(StopWithInput))
        {
            new Thread(() => StopAtEnd(Console.OpenStandardInput(), stop)) { IsBackground = true, Name = "input" }.Start();
        }

        var plan = list.Open(folder, stop.Token);
        var outcome = parsed.GetValue(Task) is { } task
            ? ExperimentRunner.Run(folder, plan, new ExperimentLine(), task, expiry, stop.Token)
            : ExperimentCommand.Train(folder, plan, jobs, expiry, stop.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), ExperimentStatus.Of(folder), Render);
        return stop.IsCancellationRequested ? ExitCodes.Interrupted
            : outcome.Failures.Count > 0 ? ExitCodes.CheckFailed
            : ExitCodes.Done;
    }

    private static void Render(ExperimentStatus status)
    {
        var diverged = status.Count(TaskState.Diverged);
        Output.Line(Invariant($"{status.Count(TaskState.Finished)} of {status.Trainings.Count} trainings are finished")
            + (diverged > 0 ? Invariant($", {diverged} have diverged") : ""));
    }

    private static void StopAtEnd(Stream input, CancellationTokenSource stop)
    {
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work has ended before its input.
        }
    }
}
