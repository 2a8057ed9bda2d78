using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Finds the box where none is given, and refuses places that cannot be meant: above all, longitude and latitude exchanged.</summary>
internal sealed class PlaceCheck(Engine engine, InputTable table, InputColumns columns, RowQuery query)
{
    // Only Antarctica lies further south, and no land further north.
    private const double SouthernmostCity = -60, NorthernmostLand = 84;

    private string Remedy =>
        $"longitude and latitude look swapped: exchange --lon and --lat{(columns.EndLongitude is null ? "" : ", and --end-lon and --end-lat")}";

    /// <summary>A box around where most rows are.</summary>
    /// <exception cref="BadInputException">There are no places, or they look swapped.</exception>
    public BoundingBox FindBox(CancellationToken cancellationToken)
    {
        if (ColumnGuess.AreExchanged(columns))
        {
            throw Bad($"column '{columns.Longitude.Name}' is named for the longitude and '{columns.Latitude.Name}' for the latitude; {Remedy}, or give --box if they are right");
        }

        var box = DenseBox.Find(engine, table, query, cancellationToken)
            ?? throw Bad(
                $"no row has a longitude and a latitude on earth other than 0,0{OffEarthHint(cancellationToken)}; name the columns with --lon and --lat");
        return LooksExchanged(box) ? throw Bad($"{Where(box)}, where no city is; {Remedy}, or give --box if they are right") : box;
    }

    /// <summary>Checks that the box is where the places are.</summary>
    /// <exception cref="BadInputException">None is in it, or more would be with longitude and latitude exchanged.</exception>
    public void CheckFit(Locator locator, CancellationToken cancellationToken)
    {
        var swapped = locator.Exchanged > locator.Inside;
        if (!swapped && (locator.Inside > 0 || locator.Outside == 0))
        {
            return;
        }

        var all = locator.Inside + locator.Outside;
        var outside = string.Create(
            CultureInfo.InvariantCulture,
            $"{locator.Outside} of {all} points ({100.0 * locator.Outside / all:0.#} %) lie outside the box {Edges(locator.Box)} (west, south, east, north)");
        var where = DenseBox.Find(engine, table, query, cancellationToken) is { } box ? Where(box) : "all lie at 0,0";
        throw Bad(swapped
            ? $"{outside}; {where}, and {locator.Exchanged} would lie in the box with longitude and latitude exchanged; {Remedy}, or give --box as west,south,east,north"
            : $"{outside}; {where}; give a --box around them, or none to have it found");
    }

    /// <summary>A remark on rows whose latitude is beyond the earth, but would do for a longitude; empty where there are few of them.</summary>
    public string OffEarthHint(CancellationToken cancellationToken)
    {
        var row = engine.Rows(table.Title, query.OffEarth(table.Scan(engine)), cancellationToken)[0];
        var (offEarth, exchanged) = ((long)row[0]!, (long)row[1]!);
        return exchanged * 2 > offEarth ? $"; {exchanged} latitudes are beyond 90 degrees, but would do for longitudes; {Remedy}" : "";
    }

    private static bool LooksExchanged(BoundingBox box) =>
        (box.North < SouthernmostCity || box.South > NorthernmostLand) && box.West > SouthernmostCity && box.East < NorthernmostLand;

    private BadInputException Bad(string problem) => new(table.Title, problem);

    private static string Where(BoundingBox box) => string.Create(
        CultureInfo.InvariantCulture, $"most lie between {box.West} and {box.East} in longitude and between {box.South} and {box.North} in latitude");

    private static string Edges(BoundingBox box) => string.Create(CultureInfo.InvariantCulture, $"{box.West},{box.South},{box.East},{box.North}");
}
