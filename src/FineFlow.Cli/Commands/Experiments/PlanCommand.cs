using System.CommandLine;
using FineFlow.Cli.Commands.Slurm;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment plan</c>: lists the trainings of an experiment for processes that train them.</summary>
internal static class PlanCommand
{
    private const string ScriptName = "train.slurm";

    private static readonly SlurmOptions Slurm = new(ScriptName, "a training", "--time", "is saved and goes on in the next");

    public static Command Create()
    {
        var command = new Command("plan", "List the trainings of an experiment, for processes on one or more machines to share.")
        {
            ExperimentOptions.Name,
        };
        ExperimentOptions.OfPlan.ToList().ForEach(command.Add);
        Slurm.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var slurm = Slurm.Of(parsed);
        NativeLibraries.Require();
        using var interruption = new Interruption();
        var plan = ExperimentOptions.Plan(parsed, slurm?.Cores, interruption.Token);
        var folder = parsed.GetRequiredValue(ExperimentOptions.Out);
        ExperimentFolder.Begin(folder, plan);
        var script = slurm?.Write(
            folder,
            new(ScriptName, Invariant($"{plan.Tasks.Count} trainings of '{plan.File.Name}'"), plan.Tasks.Count, "experiment run"));
        Output.Report(parsed.GetValue(CommonOptions.Json), PlanFile.Of(plan), list => Render(list, folder, script));
        return ExitCodes.Done;
    }

    private static void Render(PlanFile plan, string folder, string? script)
    {
        TerminalTable.Write(TextTable.Of(
            plan.Trainings,
            [
                new("task", task => NumberText.Whole(task.Number)),
                new("dataset", task => task.Dataset),
                new("model", task => task.Model),
                new("variant", task => task.Variant, Wraps: true),
                new("seed", task => NumberText.Whole(task.Seed)),
                new("id", task => task.Id),
            ]));
        WorkerReport.Next("experiment", folder, script, ("train", "data"), "").ToList().ForEach(Output.Line);
    }
}
