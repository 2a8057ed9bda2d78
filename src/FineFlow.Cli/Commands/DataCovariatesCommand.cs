using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Ingest.Covariates;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data covariates</c>: lays static maps over a dataset's fine grid.</summary>
internal static class DataCovariatesCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "dataset folder" };

    private static readonly Argument<string[]> Maps = new("NAME=FILE")
    {
        Description = "a map and its file: GeoTIFF (mean of the cell), GeoJSON (metres of lines, share inside polygons, or number of "
            + "points) or .npy of the fine maps' rows and columns",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "dataset folder to write (default: DIR itself, with --overwrite)",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "replace the dataset that is already there" };

    public static Command Create()
    {
        var command = new Command("covariates", "Lay maps that do not change (roads, population, land use) over a dataset's fine grid.")
        {
            Folder, Maps, Out, Overwrite, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(Folder);
            var target = parsed.GetValue(Out) ?? folder;
            StaticMapsImport.Write(folder, target, [.. parsed.GetRequiredValue(Maps).Select(Map)], parsed.GetValue(Overwrite));
            DataInspectCommand.Report(DatasetLoader.Load(target, strict: false), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static KeyValuePair<string, string> Map(string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } file]
        ? new(name, file)
        : throw new BadInputException("argument NAME=FILE", $"'{text}'; a name and a file are expected, as roads=roads.geojson");
}
