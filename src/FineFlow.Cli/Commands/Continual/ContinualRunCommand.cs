using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Experiments.Continual;

namespace FineFlow.Cli.Commands.Continual;

/// <summary><c>fineflow continual run</c>: learns what is planned in a folder, beside other processes that do the same.</summary>
internal static class ContinualRunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Learn the sequences that are planned in a folder, beside other processes that do the same.")
        {
            SequenceOptions.Folder,
        };
        WorkerOptions.OfRun.ToList().ForEach(command.Add);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (folder, jobs, task, expiry) = (
            parsed.GetRequiredValue(SequenceOptions.Folder),
            WorkerOptions.JobsOf(parsed),
            WorkerOptions.TaskOf(parsed),
            CommonOptions.ExpiryOf(parsed));
        using var interruption = new Interruption();
        using var stop = WorkerOptions.StopOf(parsed, interruption.Token);
        var plan = SequenceOptions.Open(folder);
        var outcome = task is null
            ? ContinualCommand.Learn(folder, plan, jobs, expiry, stop.Token)
            : ContinualRunner.Run(folder, plan, new ContinualLine(), stop.Token, expiry, task);
        Output.Report(
            parsed.GetValue(CommonOptions.Json),
            ContinualStatus.Of(folder),
            status => Output.Line(WorkerReport.Finished(status.States, "sequences")));
        return WorkerReport.ExitCode(stop.IsCancellationRequested, outcome.Failures.Count > 0);
    }
}
