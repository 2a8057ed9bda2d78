using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Ingest.Plans;

namespace FineFlow.Cli.Commands.Grids;

/// <summary><c>fineflow data grid status</c>: shows how far the parts of a plan are.</summary>
internal static class GridStatusCommand
{
    private const double BytesOfMegabyte = 1e6;

    public static Command Create()
    {
        var command = new Command("status", "Show how far the parts of a planned gridding are.")
        {
            GridPlanCommand.Folder, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var status = GridPlanStatus.Of(parsed.GetRequiredValue(GridPlanCommand.Folder));
            Output.Report(parsed.GetValue(CommonOptions.Json), status, Render);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Render(GridPlanStatus status)
    {
        TerminalTable.Write(TextTable.Of(
            status.Parts,
            [
                new("part", part => NumberText.Whole(part.Number)),
                new("files", part => NumberText.Whole(part.Files)),
                new("first", part => part.First, Wraps: true),
                new("MB", part => NumberText.Brief(part.Bytes / BytesOfMegabyte)),
                new("state", part => part.State.ToString().ToLowerInvariant()),
            ]));
        Output.Line(Invariant($"{status.Counted} of {status.Parts.Count} parts are counted"));
    }
}
