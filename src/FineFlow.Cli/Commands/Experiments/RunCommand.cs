using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment run</c>: trains what is planned in a folder, beside other processes that do the same.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Train what is planned in a folder, beside other processes that do the same.")
        {
            ExperimentOptions.Folder,
        };
        WorkerOptions.OfRun.ToList().ForEach(command.Add);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (folder, jobs, task, expiry) = (
            parsed.GetRequiredValue(ExperimentOptions.Folder),
            WorkerOptions.JobsOf(parsed),
            WorkerOptions.TaskOf(parsed),
            CommonOptions.ExpiryOf(parsed));
        var list = PlanFile.Read(folder);
        NativeLibraries.Require(list.Threads);
        using var interruption = new Interruption();
        using var stop = WorkerOptions.StopOf(parsed, interruption.Token);
        var plan = list.Open(folder, stop.Token);
        var outcome = task is null
            ? ExperimentCommand.Train(folder, plan, jobs, expiry, stop.Token)
            : ExperimentRunner.Run(folder, plan, new ExperimentLine(), task, expiry, stop.Token);
        Output.Report(
            parsed.GetValue(CommonOptions.Json),
            ExperimentStatus.Of(folder),
            status => Output.Line(WorkerReport.Finished(status.States, "trainings")));
        return WorkerReport.ExitCode(stop.IsCancellationRequested, outcome.Failures.Count > 0);
    }
}
