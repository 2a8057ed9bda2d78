using System.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Ingest.Plans;

namespace FineFlow.Cli.Commands.Grids;

/// <summary><c>fineflow data grid collect</c>: adds the counted parts of a plan up to a dataset folder.</summary>
internal static class GridCollectCommand
{
    public static Command Create()
    {
        var command = new Command("collect", "Add the counted parts of a planned gridding up to a dataset folder.")
        {
            GridPlanCommand.Folder, DataGridCommand.Out, DataGridCommand.Overwrite,
        };
        GridArguments.AddLimitsTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        var report = GridCollection.Write(
            parsed.GetRequiredValue(GridPlanCommand.Folder),
            parsed.GetRequiredValue(DataGridCommand.Out),
            GridArguments.LimitsOf(parsed),
            parsed.GetValue(DataGridCommand.Overwrite),
            interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, GridReportText.Write);
        return ExitCodes.Done;
    }
}
