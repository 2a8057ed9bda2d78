using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Finds the box where none is given, and rejects places with longitude and latitude exchanged.</summary>
internal sealed class PlaceCheck(Engine engine, InputTable table, InputColumns columns, RowQuery query)
{
    // Only Antarctica lies further south, and no land lies further north.
    private const double SouthernmostCity = -60, NorthernmostLand = 84;

    private string Remedy => columns.EndLongitude is null
        ? "longitude and latitude look swapped: exchange their columns"
        : "longitude and latitude look swapped: exchange their columns, of start and end";

    /// <summary>Returns a box around most rows.</summary>
    /// <exception cref="BadInputException">There are no places, or longitude and latitude look exchanged.</exception>
    public BoundingBox FindBox(CancellationToken cancellationToken)
    {
        if (ColumnGuess.AreExchanged(columns))
        {
            throw Bad(
                $"column '{columns.Longitude.Name}' is named for the longitude and '{columns.Latitude.Name}' for the latitude; "
                + $"{Remedy}, or give the box if they are right");
        }

        if (DenseBox.Find(engine, table, query, cancellationToken) is not { } box)
        {
            CheckExchanged(allowed: 0, cancellationToken);
            throw Bad("no row has a longitude and a latitude on earth but 0,0; name their columns, or give the box");
        }

        return LooksExchanged(box) ? throw Bad($"{Where(box)}, where no city is; {Remedy}, or give the box if they are right") : box;
    }

    /// <summary>Checks the share of rows whose latitude can only be a longitude.</summary>
    /// <exception cref="BadInputException">The share is too large.</exception>
    public void CheckOnEarth(Tally tally, double share, CancellationToken cancellationToken)
    {
        var allowed = share * tally.Rows;
        if (tally[0, DropReason.BadPosition] > allowed)
        {
            CheckExchanged(allowed, cancellationToken);
        }
    }

    /// <summary>Checks that the box contains places.</summary>
    /// <exception cref="BadInputException">
    /// It contains none, or would contain most places with longitude and latitude exchanged.
    /// </exception>
    public void CheckFit(PlaceTally places, BoundingBox box, CancellationToken cancellationToken)
    {
        var all = places.Inside + places.Outside;
        var exchanged = places.Exchanged > places.Inside && (places.Inside == 0 || 2 * places.Exchanged > all);
        if (!exchanged && (places.Inside > 0 || places.Outside == 0))
        {
            return;
        }

        var where = DenseBox.Find(engine, table, query, cancellationToken) is { } found ? Where(found) : "all lie at 0,0";
        var outside = string.Create(
            CultureInfo.InvariantCulture,
            $"{places.Outside} of {all} points ({100.0 * places.Outside / all:0.#} %) lie outside the box ")
            + string.Create(CultureInfo.InvariantCulture, $"{box.West},{box.South},{box.East},{box.North} (west, south, east, north)")
            + $"; {where}";
        throw exchanged
            ? Bad(
                $"{outside}, and {places.Exchanged} would lie in the box with longitude and latitude exchanged; "
                + $"{Remedy}, or give the box as west,south,east,north")
            : new BadInputException(table.Title, $"{outside}; give a box around them, or none to have it found")
            { Setting = nameof(GridOptions.Box) };
    }

    private void CheckExchanged(double allowed, CancellationToken cancellationToken)
    {
        var exchanged = engine.Rows(table.Title, query.Exchanged(table.Scan(engine)), cancellationToken)[0][0];
        if (Convert.ToInt64(exchanged, CultureInfo.InvariantCulture) > allowed)
        {
            throw Bad($"{exchanged} rows have a latitude beyond 90 degrees that would do for a longitude; {Remedy}");
        }
    }

    private static bool LooksExchanged(BoundingBox box) =>
        (box.North < SouthernmostCity || box.South > NorthernmostLand) && box.West > SouthernmostCity && box.East < NorthernmostLand;

    private BadInputException Bad(InvariantText problem) => new(table.Title, problem) { Setting = nameof(GridColumns.Longitude) };

    private static string Where(BoundingBox box) => string.Create(
        CultureInfo.InvariantCulture,
        $"most lie between {box.West} and {box.East} in longitude and between {box.South} and {box.North} in latitude");
}
