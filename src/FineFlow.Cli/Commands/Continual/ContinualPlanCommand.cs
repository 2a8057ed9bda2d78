using System.CommandLine;
using FineFlow.Cli.Commands.Slurm;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Continual;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Continual;

/// <summary><c>fineflow continual plan</c>: lists the sequences for processes that learn them.</summary>
internal static class ContinualPlanCommand
{
    private const string ScriptName = "learn.slurm";

    private static readonly SlurmOptions Slurm = new(ScriptName, "a sequence", "--time", "is saved and goes on in the next");

    public static Command Create()
    {
        var command = new Command("plan", "List the sequences of all strategies and seeds, for processes on one or more machines to share.")
        {
            SequenceOptions.Out,
        };
        SequenceOptions.OfPlan.ToList().ForEach(command.Add);
        Slurm.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var slurm = Slurm.Of(parsed);
        NativeLibraries.Require();
        var file = SequenceOptions.Begin(parsed, SequenceOptions.Plan(parsed, slurm?.Cores));
        var (folder, count) = (parsed.GetRequiredValue(SequenceOptions.Out), file.Sequences.Count);
        var script = slurm?.Write(
            folder, new(ScriptName, Invariant($"{count} sequences of {file.Tasks.Count} tasks"), count, "continual run"));
        Output.Report(parsed.GetValue(CommonOptions.Json), file, plan => Render(plan, folder, script));
        return ExitCodes.Done;
    }

    private static void Render(ContinualPlanFile plan, string folder, string? script)
    {
        TerminalTable.Write(TextTable.Of(
            plan.Sequences,
            [
                new("task", sequence => NumberText.Whole(sequence.Number)),
                new("strategy", sequence => sequence.Strategy),
                new("seed", sequence => NumberText.Whole(sequence.Seed)),
            ]));
        WorkerReport.Next("continual", folder, script, ("learn", "data"), "").ToList().ForEach(Output.Line);
    }
}
