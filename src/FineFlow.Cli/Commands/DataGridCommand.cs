using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Commands.Grids;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Ingest.Grid;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data grid</c>: counts events, trips or traces into a dataset folder.</summary>
internal static class DataGridCommand
{
    /// <summary>The files that are counted.</summary>
    public static Argument<string[]> Files { get; } = new("FILE")
    {
        Description = "CSV (also .gz, .zst) or Parquet files, GPX or GeoJSON (also .gz), .zip archives of them, or patterns of them in "
            + "quotes, as 'trips-*.csv'",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>What a row is.</summary>
    public static Option<string> Kind { get; } = new("--kind")
    {
        Description = "what a row is: events (time, place), trips (start, end) or traces (vehicle, time, place)",
        Required = true,
        HelpName = "KIND",
    };

    /// <summary>The dataset folder.</summary>
    public static Option<string> Out { get; } = new("--out")
    {
        Description = "dataset folder to write",
        Required = true,
        HelpName = "DIR",
    };

    /// <summary>Whether the dataset may be replaced.</summary>
    public static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace the dataset in --out" };

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
        command.Add(GridPlanCommand.Create());
        command.Add(GridRunCommand.Create());
        command.Add(GridStatusCommand.Create());
        command.Add(GridCollectCommand.Create());
        return command;
    }

    /// <summary>Returns what a command line asks to count.</summary>
    /// <exception cref="Core.BadInputException">An option cannot be read.</exception>
    public static GridOptions OptionsOf(ParseResult parsed) => GridArguments.Of(
        parsed, parsed.GetRequiredValue(Files), TextOption.Choice<GridKind>("option --kind", parsed.GetRequiredValue(Kind)));

    private static int Run(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        using var interruption = new Interruption();
        var progress = new ProgressOf<GridProgress>(new ProgressLine(), ProgressSteps.Of);
        var report = FlowGrid.Write(
            parsed.GetRequiredValue(Out), options, parsed.GetValue(Overwrite), name: null, progress, interruption.Token);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, GridReportText.Write);
        return ExitCodes.Done;
    }
}
