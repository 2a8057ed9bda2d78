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

/// <summary><c>fineflow city</c>: from files of trips, or of counts on a grid, to a model, a report and maps.</summary>
internal static class CityCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "CSV (also .gz, .zst) or Parquet files, GPX or GeoJSON (also .gz), .zip archives of them, counts on a grid as "
            + "'data import maps' reads them, or patterns in quotes, as 'trips-*.csv'",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Kind = new("--kind")
    {
        Description = "what a row is: events (time, place), trips (start, end), traces (vehicle, time, place) or counts (slot, cell, "
            + "count) (default: found out)",
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

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "run folder or model bundle that infers fine maps of the files' coarse counts, without a training (default: none, "
            + "the counts are fine and train models)",
        HelpName = "RUN",
    };

    private static readonly Option<bool> Serve = new("--serve")
    {
        Description = "serve the models and the city at the end, with a map in the browser; Ctrl-C stops",
    };

    public static Command Create()
    {
        var command = new Command(
            "city", "Make a city of files of trips, events, traces or counts: count, train, compare, report and draw, all in one command.")
        {
            Files, Kind, Out, Model, Minutes, Serve,
        };
        GridArguments.AddTo(command);
        foreach (var option in CountArguments.All)
        {
            command.Add(option);
        }

        command.Add(CommonOptions.Device);
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

        var input = Input(parsed);
        var order = Order(parsed, input.Grid);
        if (parsed.GetValue(Model) is { } bundle)
        {
            return Infer(parsed, order, input, bundle);
        }

        using var interruption = new Interruption("stopping soon, and keeping what there is; once more to stop at once");
        var work = new CityWork(folder, TimeSpan.FromMinutes(minutes), CommonOptions.DeviceOf(parsed), interruption.Token);
        var data = DatasetLoader.Load(work.Dataset(order, input), strict: false);
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

    /// <summary>Infers fine maps of coarse counts alone.</summary>
    private static int Infer(ParseResult parsed, CityOrder order, CityInput input, string bundle)
    {
        string[] others = [.. Given(parsed).Where(name => name is "--minutes" or "--serve" or "--factor" or "--split")];
        if (others.Length > 0)
        {
            throw new BadInputException($"option {others[0]}", "is of a city that is trained; with --model none is");
        }

        input.CheckOptions(areCounts: input.Kind is null or CityKind.Counts);
        using var interruption = new Interruption();
        var inference = new CityInference(parsed.GetRequiredValue(Out), CommonOptions.DeviceOf(parsed), interruption.Token);
        var report = inference.Run(order, input.Counts, bundle);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, CityText.Write);
        return ExitCodes.Done;
    }

    private static CityInput Input(ParseResult parsed)
    {
        CityKind? kind = parsed.GetValue(Kind) is { } text ? TextOption.Choice<CityKind>("option --kind", text) : null;
        var rows = kind is { } said and not CityKind.Counts ? (GridKind)said : GridKind.Events;
        var grid = GridArguments.Of(parsed, parsed.GetRequiredValue(Files), rows);
        var names = Said(parsed);
        string[] ofBoth = [.. GridArguments.OfCounts, Kind.Name, Out.Name, Minutes.Name, Serve.Name, CommonOptions.Json.Name];
        string[] ofCounts = [.. CountArguments.All.Select(option => option.Name), Model.Name];
        return new(kind, grid, CountArguments.Of(parsed, CountArguments.Of(grid, names)), names)
        {
            OfCounts = [.. Given(parsed).Intersect(ofCounts)],
            OfRows = [.. Given(parsed).Except(ofBoth).Except(ofCounts)],
        };
    }

    private static IEnumerable<string> Given(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(option => !option.Implicit)
        .Select(option => option.Option.Name);

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
