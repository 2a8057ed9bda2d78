using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Proposals;

/// <summary>How many rows lie in a box.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="HalfHours">Half hours that have any.</param>
internal sealed record RowAmount(long Rows, long HalfHours)
{
    /// <summary>With fewer rows in half an hour, slots are an hour long.</summary>
    private const double LeastRows = 1000;

    private const int Short = 30, Long = 60;

    /// <summary>The length of slots that suits the rows.</summary>
    public int SlotMinutes => RowsPerSlot(Short) >= LeastRows ? Short : Long;

    /// <summary>Days of half hours that have any.</summary>
    public double Days => HalfHours / 48.0;

    /// <summary>Counts the rows.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public static RowAmount In(Engine engine, InputTable table, RowQuery query, BoundingBox box, CancellationToken cancellationToken)
    {
        var row = engine.Rows(table.Title, query.Amount(table.Scan(engine), box), cancellationToken)[0];
        var (rows, halfHours) = (Whole(row[0]), Whole(row[1]));
        return rows > 0 ? new(rows, halfHours) : throw new BadInputException(table.Title, "has no row with a time and a place in the box");

        static long Whole(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the mean number of rows in a slot of some length.</summary>
    public double RowsPerSlot(int minutes) => (double)Rows / HalfHours * minutes / Short;
}
