using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Maps;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data import maps</c>: makes a dataset folder of fine maps alone.</summary>
internal static class DataImportMaps
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "fine counts: an array [n, H, W] or [n, C, H, W] (.npy, .npz, .h5 as DeepST's), GeoTIFFs (a band or a file a slot), "
            + "tables with a row a slot and cell (CSV, Parquet), .grid or .gridod of LibCity, or patterns in quotes, as 'flow-*.tif'",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int> Factor = new("--factor")
    {
        Description = "upscaling factor: coarse cells are N x N fine ones",
        Required = true,
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "of a table, the column of the time; otherwise starts of the slots [n] in seconds since 1970 on the local clock, "
            + ".npy (default: as the files tell)",
        HelpName = "COLUMN|time.npy",
    };

    private static readonly Option<string?> Lon = Centre("--lon", "longitude", "lon");
    private static readonly Option<string?> Lat = Centre("--lat", "latitude", "lat");

    private static readonly Option<string?> Grid = new("--grid")
    {
        Description = "rows x columns of a table's maps (default: up to the largest row and column)",
        HelpName = "ROWSxCOLUMNS",
    };

    private static readonly Option<string?> Box = new("--box")
    {
        Description = "outer edges of the maps in degrees (default: as the files tell)",
        HelpName = "WEST,SOUTH,EAST,NORTH",
    };

    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "the city's time zone, as America/New_York; needed for times in UTC or with a zone, which UTC takes as they are "
            + "(default: none)",
        HelpName = "ZONE",
    };

    private static readonly Option<string[]> TimeFormat = new("--time-format")
    {
        Description = "format of a table's times, as \"%d/%m/%Y %H:%M\", or seconds, for those since 1970; may be repeated "
            + "(default: found out)",
        HelpName = "FORMAT",
    };

    private static readonly Option<int?> Slot = NumberOption.Whole(
        "--slot", "MINUTES", "length of a slot in minutes, a divisor of a day (default: as the files tell)");

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "shares of train, valid and test in time order (default: 7:1:2)",
        HelpName = "A:B:C",
    };

    public static Command Create()
    {
        var command = new Command("maps", "Make a dataset folder of fine maps alone: coarse maps are their block sums.")
        {
            Files, Factor, Out, Time, Lon, Lat, Grid, Box, Zone, TimeFormat, Slot, Split,
        };
        Option[] rest = [.. CountArguments.All, DataSplitCommand.Overwrite, CommonOptions.Json];
        Array.ForEach(rest, command.Add);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var counts = new CountRequest
        {
            Inputs = parsed.GetRequiredValue(Files),
            Time = parsed.GetValue(Time),
            Columns = new() { Longitude = parsed.GetValue(Lon), Latitude = parsed.GetValue(Lat) },
            Grid = parsed.GetValue(Grid) is { } size ? TextOption.Size("option --grid", size) : null,
            Box = parsed.GetValue(Box) is { } box ? TextOption.Box("option --box", box) : null,
            Zone = parsed.GetValue(Zone),
            TimeFormats = parsed.GetValue(TimeFormat) ?? [],
            Slot = parsed.GetValue(Slot),
        };
        var request = new MapImportRequest { Counts = CountArguments.Of(parsed, counts), Factor = parsed.GetRequiredValue(Factor) };
        request = parsed.GetValue(Split) is { } shares ? request with { Ratio = SplitRatio.Parse(shares, "option --split") } : request;
        var folder = parsed.GetRequiredValue(Out);
        using var interruption = new Interruption();
        foreach (var note in MapImport.Write(folder, request, parsed.GetValue(DataSplitCommand.Overwrite), interruption.Token))
        {
            Output.Note(note);
        }

        DataInspectCommand.Report(DatasetLoader.Load(folder, strict: false), parsed.GetValue(CommonOptions.Json));
        return ExitCodes.Done;
    }

    private static Option<string?> Centre(string name, string what, string usual) => new(name)
    {
        Description = $"column of the {what} of a cell's centre, in a table of counts (default: one of a usual name, as {usual})",
        HelpName = "COLUMN",
    };
}
