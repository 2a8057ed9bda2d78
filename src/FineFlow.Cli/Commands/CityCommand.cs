using System.CommandLine;
using System.CommandLine.Parsing;
using FineFlow.Cli.Cities;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Training;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow city</c>: from files of trips to a model, a report and maps.</summary>
internal static class CityCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "CSV (also .gz, .zst) or Parquet files, GPX or GeoJSON (also .gz), .zip archives of them, or patterns of them in "
            + "quotes, as 'trips-*.csv'",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Kind = new("--kind")
    {
        Description = "what a row is: events (time, place), trips (start, end) or traces (vehicle, time, place) (default: found out)",
        HelpName = "KIND",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "folder for the dataset, the models, the report and the maps",
        DefaultValueFactory = _ => "fineflow-city",
        HelpName = "DIR",
    };

    private static readonly Option<double?> Minutes = NumberOption.Decimal(
        "--minutes", "N", "time for the whole in minutes, as far as training decides it (default: 5)");

    private static readonly Option<bool> Serve = new("--serve")
    {
        Description = "serve the models and the city at the end, with a map in the browser; Ctrl-C stops",
    };

    public static Command Create()
    {
        var command = new Command(
            "city", "Make a city of files of trips, events or traces: count, train, compare, report and draw, all in one command.")
        {
            Files, Kind, Out, Minutes, Serve,
        };
        GridArguments.AddTo(command);
        command.Add(CommonOptions.Json);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NativeLibraries.Require();
        var folder = parsed.GetRequiredValue(Out);
        var minutes = parsed.GetValue(Minutes) ?? 5;
        if (minutes is not (> 0 and <= 24 * 60))
        {
            throw new BadInputException("option --minutes", $"is {minutes}; more than 0 and at most a day are expected");
        }

        var options = GridOptions(parsed);
        var order = Order(parsed, options);
        using var interruption = new Interruption("stopping soon, and keeping what there is; once more to stop at once");
        var work = new CityWork(folder, TimeSpan.FromMinutes(minutes), interruption.Token);
        var data = DatasetLoader.Load(work.Dataset(order, options, Said(parsed)), strict: false);
        var report = work.Models(data);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, CityText.Write);
        if (report.Training == TrainingEnd.Interrupted)
        {
            return ExitCodes.Interrupted;
        }

        return parsed.GetValue(Serve)
            ? ServeCommand.Serve(Path.GetDirectoryName(report.Best)!, report.Data, interruption.Token)
            : ExitCodes.Done;
    }

    private static GridOptions GridOptions(ParseResult parsed)
    {
        var kind = parsed.GetValue(Kind) is { } text ? TextOption.Choice<GridKind>("option --kind", text) : GridKind.Events;
        return GridArguments.Of(parsed, parsed.GetRequiredValue(Files), kind);
    }

    /// <summary>The files and the options that decide what is counted: not how long to train, and what to do then.</summary>
    private static CityOrder Order(ParseResult parsed, GridOptions options)
    {
        Option[] others = [Out, Minutes, Serve, CommonOptions.Json];
        var given = parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit && !others.Contains(option.Option))
            .Select(option => $"{option.Option.Name} {string.Join(' ', option.Tokens)}")
            .Order(StringComparer.Ordinal);
        return CityOrder.Of([.. options.Inputs, .. options.Stations is { } stations ? [stations] : Array.Empty<string>()], given);
    }

    private static HashSet<string> Said(ParseResult parsed)
    {
        var said = GridArguments.Said(parsed);
        if (parsed.GetValue(Kind) is not null)
        {
            said.Add(nameof(Ingest.Grid.GridOptions.Kind));
        }

        return said;
    }
}
