using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Tells trips of which one end is not known, which are common, from those with a wrong column.</summary>
internal static class EndCheck
{
    /// <exception cref="BadInputException">Too many starts or ends hold something that cannot be used.</exception>
    public static void Check(
        GridOptions options, Engine engine, InputTable table, RowQuery query, Tally tally, CancellationToken cancellationToken)
    {
        var allowed = options.MaxBadShare * tally.Rows;
        if (Enumerable.Range(0, tally.Channels).All(channel => tally.BadIn(channel) <= allowed))
        {
            return;
        }

        var given = engine.Rows(table.Title, query.GivenEnds(table.Scan(engine)), cancellationToken)[0];
        for (var channel = 0; channel < tally.Channels; channel++)
        {
            var broken = Convert.ToInt64(given[channel], CultureInfo.InvariantCulture) - (tally.Rows - tally.BadIn(channel));
            if (broken > allowed)
            {
                throw new BadInputException(
                    table.Title,
                    $"{broken} of {tally.Rows} {(channel == 0 ? "starts" : "ends")} of trips have a time, longitude or latitude that "
                    + $"cannot be used, more than the share of {options.MaxBadShare:0.###} that is allowed; name their columns");
            }
        }
    }
}
