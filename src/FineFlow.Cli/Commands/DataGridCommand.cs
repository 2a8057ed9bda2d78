using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data grid</c>: counts events, trips or traces into a dataset folder.</summary>
internal static class DataGridCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "CSV (also .gz, .zst) or Parquet files, GPX or GeoJSON (also .gz), .zip archives of them, or patterns of them in "
            + "quotes, as 'trips-*.csv'",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "what a row is: events (time, place), trips (start, end) or traces (vehicle, time, place)",
        Required = true,
        HelpName = "KIND",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "dataset folder to write",
        Required = true,
        HelpName = "DIR",
    };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "replace the dataset in --out" };

    public static Command Create()
    {
        var command = new Command(
            "grid", "Count own events, trips or GPS traces in the cells of a grid: from tables or tracks to a dataset folder.")
        {
            Files, Kind, Out, Overwrite,
        };
        GridArguments.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var kind = TextOption.Choice<GridKind>("option --kind", parsed.GetRequiredValue(Kind));
        var options = GridArguments.Of(parsed, parsed.GetRequiredValue(Files), kind);
        using var interruption = new Interruption();
        var progress = new ProgressOf<GridProgress>(new ProgressLine(), ProgressSteps.Of);
        var report = FlowGrid.Write(
            parsed.GetRequiredValue(Out), options, parsed.GetValue(Overwrite), name: null, progress, interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, GridReportText.Write);
        return ExitCodes.Done;
    }
}
