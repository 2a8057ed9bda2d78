using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Plans;

namespace FineFlow.Cli.Commands.Grids;

/// <summary><c>fineflow data grid run</c>: counts the parts of a plan, beside other processes that do the same.</summary>
internal static class GridRunCommand
{
    private static readonly Option<int?> Task = NumberOption.Whole(
        "--task", "N", "count this part only, by its number (default: the next free one, until none is left)");

    public static Command Create()
    {
        var command = new Command("run", "Count the parts of a planned gridding, beside other processes that do the same.")
        {
            GridPlanCommand.Folder, Task, CommonOptions.Expiry,
        };
        GridArguments.AddLimitsTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(GridPlanCommand.Folder);
        using var interruption = new Interruption();
        var progress = new ProgressOf<GridProgress>(new ProgressLine(), ProgressSteps.Of);
        GridWorker.Run(
            folder,
            GridArguments.LimitsOf(parsed),
            parsed.GetValue(Task),
            CommonOptions.ExpiryOf(parsed),
            progress,
            interruption.Token);
        Output.Report(
            parsed.GetValue(CommonOptions.Json),
            GridPlanStatus.Of(folder),
            status => Output.Line(Invariant($"{status.Counted} of {status.Parts.Count} parts are counted")));
        return interruption.Token.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
    }
}
