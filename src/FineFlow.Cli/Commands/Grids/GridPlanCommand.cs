using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Commands.Slurm;
using FineFlow.Cli.Commands.Workers;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Ingest.Plans;

namespace FineFlow.Cli.Commands.Grids;

/// <summary><c>fineflow data grid plan</c>: divides a gridding into parts, for processes that count them.</summary>
internal static class GridPlanCommand
{
    private const string ScriptName = "grid.slurm";

    /// <summary>The plan's folder, in the commands that follow.</summary>
    public static Argument<string> Folder { get; } = new("DIR")
    {
        Description = "the plan's folder, as --out of 'data grid plan' named it",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the plan and the counts of its parts",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<int?> Parts = NumberOption.Whole(
        "--parts", "N", $"largest number of parts (default: one a file, at most {GridPlanner.MostByDefault})");

    private static readonly SlurmOptions Slurm = new(ScriptName, "a part", "--time-limit", "is counted anew in the next");

    public static Command Create()
    {
        var command = new Command("plan", "Divide the counting of many files into parts, for processes on one or more machines to share.")
        {
            DataGridCommand.Files, DataGridCommand.Kind, Out, Parts,
        };
        Slurm.AddTo(command);
        GridArguments.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var slurm = Slurm.Of(parsed);
        var folder = parsed.GetRequiredValue(Out);
        using var interruption = new Interruption();
        var plan = GridPlanner.Plan(folder, DataGridCommand.OptionsOf(parsed), parsed.GetValue(Parts), interruption.Token);
        var count = plan.Parts.Count;
        var script = slurm?.Write(
            folder,
            new(ScriptName, Invariant($"{count} parts of a gridding"), count, "data grid run", Invariant($" --threads {slurm.Cores}")));
        Output.Report(
            parsed.GetValue(CommonOptions.Json), GridPlanStatus.Of(folder), status => Render(status, folder, script));
        return ExitCodes.Done;
    }

    private static void Render(GridPlanStatus status, string folder, string? script)
    {
        Output.Line(
            $"{NumberText.Whole(status.Parts.Sum(part => (long)part.Files))} files in {NumberText.Whole(status.Parts.Count)} parts");
        WorkerReport.Next("data grid", folder, script, ("count", "files"), " --out DATASET").ToList().ForEach(Output.Line);
    }
}
