using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Running;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary><c>fineflow experiment plan</c>: lists the trainings of an experiment for processes that train them.</summary>
internal static class PlanCommand
{
    private const int DefaultCores = 4;

    private static readonly Option<bool> Slurm = new("--slurm")
    {
        Description = $"also write {SlurmScript.FileName}, which trains them as an array of jobs on a cluster of Slurm",
    };
    private static readonly Option<int?> Cores = NumberOption.Whole(
        "--cpus", "N", $"cores of each job of Slurm, and threads of a training (default: {DefaultCores})");
    private static readonly Option<string> Time = new("--time")
    {
        Description = "time limit of each job of Slurm; a training that reaches it is saved and goes on in the next",
        DefaultValueFactory = _ => "04:00:00",
        HelpName = "HH:MM:SS",
    };
    private static readonly Option<string?> Partition = new("--partition")
    {
        Description = "partition of Slurm (default: the cluster's)",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command("plan", "List the trainings of an experiment, for processes on one or more machines to share.")
        {
            ExperimentOptions.Name,
        };
        ExperimentOptions.OfPlan.ToList().ForEach(command.Add);
        new Option[] { Slurm, Cores, Time, Partition, CommonOptions.Json }.ToList().ForEach(command.Add);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var slurm = SlurmOf(parsed);
        NativeLibraries.Require();
        using var interruption = new Interruption();
        var plan = ExperimentOptions.Plan(parsed, slurm?.Cores, interruption.Token);
        var folder = parsed.GetRequiredValue(ExperimentOptions.Out);
        ExperimentFolder.Begin(folder, plan);
        var script = slurm?.Write(folder, plan.File.Name, plan.Tasks.Count);
        Output.Report(parsed.GetValue(CommonOptions.Json), PlanFile.Of(plan), list => Render(list, folder, script));
        return ExitCodes.Done;
    }

    private static SlurmScript? SlurmOf(ParseResult parsed)
    {
        var named = new Option[] { Cores, Time, Partition }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return (parsed.GetValue(Slurm), named) switch
        {
            (true, _) => new(parsed.GetValue(Cores) ?? DefaultCores, parsed.GetRequiredValue(Time), parsed.GetValue(Partition)),
            (false, null) => null,
            _ => throw new BadInputException($"option {named.Name}", "is given without --slurm"),
        };
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
        Output.Line(script is null
            ? $"train: fineflow experiment run {folder}   (as many at once as you like, on any machine that sees {folder} and the data)"
            : $"train: sbatch {script}");
        Output.Line($"look:  fineflow experiment status {folder}");
        Output.Line($"end:   fineflow experiment collect {folder}");
    }
}
