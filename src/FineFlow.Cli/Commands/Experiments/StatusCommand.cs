using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Running;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment status</c>: shows how far the trainings of a folder are.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show how far the trainings of an experiment's folder are.")
        {
            ExperimentOptions.Folder, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var status = ExperimentStatus.Of(parsed.GetRequiredValue(ExperimentOptions.Folder));
            Output.Report(parsed.GetValue(CommonOptions.Json), status, Render);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Render(ExperimentStatus status)
    {
        TerminalTable.Write(TextTable.Of(
            status.Trainings,
            [
                new("task", task => NumberText.Whole(task.Training.Number)),
                new("dataset", task => task.Training.Dataset),
                new("model", task => task.Training.Model),
                new("variant", task => task.Training.Variant, Wraps: true),
                new("seed", task => NumberText.Whole(task.Training.Seed)),
                new("state", task => task.State.ToString().ToLowerInvariant()),
            ]));
        Output.Line(WorkerReport.Counts(status.States));
    }
}
