using System.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Cli.Terminal.Progress;
using FineFlow.Core;
using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Core.Storage;
using FineFlow.Core.Zones;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Zones;
using FineFlow.Outputs.Zones;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow zones</c>: the flow in districts, slot by slot.</summary>
internal static class ZonesCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "dataset folder, whose dataset.json says where it lies (bounding_box)",
        Required = true,
        HelpName = "DIR",
    };

    private static readonly Option<string> Split = new("--split")
    {
        Description = "split of --data: train, valid or test",
        DefaultValueFactory = _ => SplitNames.Test,
        HelpName = "NAME",
    };

    private static readonly Option<string> Zones = new("--zones")
    {
        Description = "the zones: a GeoJSON file of polygons, in degrees",
        Required = true,
        HelpName = "FILE.geojson",
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "property of a polygon that names its zone (default: name, or else zones are numbered)",
        HelpName = "PROPERTY",
    };

    private static readonly Option<string?> Target = new("--output")
    {
        Description = "the flow of every slot: a table (.csv), or the zones with it (.geojson) (default: nothing is written)",
        HelpName = "FILE",
    };

    private static readonly Dictionary<string, Action<Stream, ZoneTotals>> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = ZoneCsv.Write,
        [".geojson"] = ZoneGeoJson.Write,
    };

    public static Command Create()
    {
        var command = new Command("zones", "Say how much flow is in districts, slot by slot, and how sure that is.")
        {
            Run, Data, Split, Zones, Name, Target, CommonOptions.Exact, CommonOptions.Project, CommonOptions.Device,
            CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Measure);
        return command;
    }

    private static int Measure(ParseResult parsed)
    {
        var write = WriterOf(parsed.GetValue(Target));
        var (split, strict) = (parsed.GetRequiredValue(Split), parsed.GetValue(CommonOptions.Strict));
        var data = DatasetLoader.LoadMissing(parsed.GetRequiredValue(Data), strict, split);
        var zones = Read(parsed.GetRequiredValue(Zones), data, parsed.GetValue(Name));
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var model = ModelLoader.Load(parsed.GetRequiredValue(Run), parsed);
        using var interruption = new Interruption();
        var input = PredictionInput.FromSplit(data, split);
        var warnings = model.CompareWithTraining(input.Inputs, input.Origin, input.Source, strict);
        foreach (var warning in warnings)
        {
            Output.Warning($"{input.Source} {warning}");
        }

        var progress = new ProgressOf<ZoneProgress>(new ProgressLine(), ProgressSteps.Of);
        var totals = ZonePrediction.Run(model, input, data[split].Fine, zones, progress, interruption.Token);
        var evenSplit = input.Inputs.Mask is null ? totals.With(EvenSplit.Predict(input.Inputs.Coarse, data.ScaleFactor)) : null;
        write(totals);
        var report = new ZoneReport(
            model.Card.Model,
            input.Source,
            totals.Slots.Count,
            ZoneSummary.Of(totals, evenSplit),
            ZoneReport.CoverageOf(totals),
            parsed.GetValue(Target) is { } file ? [file] : [],
            warnings);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, report => Render(report, totals));
        return ExitCodes.Done;
    }

    /// <summary>Checks the file before the work.</summary>
    private static Action<ZoneTotals> WriterOf(string? path)
    {
        if (path is null)
        {
            return _ => { };
        }

        if (!Writers.TryGetValue(Path.GetExtension(path), out var write))
        {
            throw new BadInputException(path, $"has an ending of no format; {string.Join(" or ", Writers.Keys)} is expected");
        }

        AtomicFile.RequireWritable(path);
        return totals => AtomicFile.Write(path, stream => write(stream, totals));
    }

    private static IReadOnlyList<Zone> Read(string path, FlowDataset data, string? name)
    {
        var fine = data.Splits[0].Fine;
        var zones = ZoneFile.Read(path, MapFrame.Of(data.Manifest, fine.Rows, fine.Columns, path), name);
        foreach (var warning in zones.Select(zone => zone.Warning).OfType<string>())
        {
            Output.Warning($"{path}: {warning}");
        }

        return zones;
    }

    private static void Render(ZoneReport report, ZoneTotals totals)
    {
        Output.Line(Output.OneLine($"{report.Source}: {report.Slots} slots by {report.Model}; counts a slot"));
        TerminalTable.Write(ZoneTables.Summary(report, totals));
        Output.Line(ZoneTables.Sureness(report));
        report.Files.ToList().ForEach(Output.Line);
    }
}
