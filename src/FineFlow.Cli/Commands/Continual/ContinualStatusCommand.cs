using System.CommandLine;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Continual;

namespace FineFlow.Cli.Commands.Continual;

/// <summary><c>fineflow continual status</c>: shows how far the sequences of a folder are.</summary>
internal static class ContinualStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Show how far the sequences of a folder are.")
        {
            SequenceOptions.Folder, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var status = ContinualStatus.Of(parsed.GetRequiredValue(SequenceOptions.Folder));
            Output.Report(parsed.GetValue(CommonOptions.Json), status, Render);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Render(ContinualStatus status)
    {
        TerminalTable.Write(TextTable.Of(
            status.Sequences,
            [
                new("task", sequence => NumberText.Whole(sequence.Number)),
                new("strategy", sequence => sequence.Strategy),
                new("seed", sequence => NumberText.Whole(sequence.Seed)),
                new("learnt", sequence => Invariant($"{sequence.Learnt} of {status.Tasks.Count}")),
                new("state", sequence => sequence.State.ToString().ToLowerInvariant()),
            ]));
        Output.Line(WorkerReport.Counts(status.States));
    }
}
