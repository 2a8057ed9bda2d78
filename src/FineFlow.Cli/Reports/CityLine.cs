using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Tables;
using FineFlow.Outputs;

namespace FineFlow.Cli.Reports;

/// <summary>What the counts of a city are, when and where: as far as its manifest says.</summary>
internal static class CityLine
{
    /// <summary>"trips; slots of 30 minutes; fine cells of 97 x 98 m in -122.51,37.71,-122.39,37.81".</summary>
    /// <param name="manifest">The description of the city; null where there is none.</param>
    /// <param name="fine">Fine rows and columns of its maps.</param>
    /// <exception cref="BadInputException">The description is wrong.</exception>
    public static string Of(DatasetManifest? manifest, (int Rows, int Columns) fine)
    {
        var units = manifest?.Units is { } stated ? Output.OneLine(stated) : "unit not stated";
        var slots = manifest?.SlotMinutes is { } minutes ? $"slots of {NumberText.Whole(minutes)} minutes" : "length of slots not stated";
        return $"{units}; {slots}; {Place(manifest, fine)}";
    }

    private static string Place(DatasetManifest? manifest, (int Rows, int Columns) fine)
    {
        if (manifest is not { BoundingBox: { } box })
        {
            return "place not stated";
        }

        var crs = manifest.Crs is { } system ? $" ({Output.OneLine(system)})" : "";
        var size = CellSize.Of(GridPlace.Of(manifest, DatasetManifest.FileName), fine.Rows, fine.Columns)!;
        return Invariant($"fine cells of {size.Width:0.##} x {size.Height:0.##} {(size.IsMetres ? "m" : "units")} in ")
            + Invariant($"{box.West},{box.South},{box.East},{box.North}{crs}");
    }
}
